import FuzzTargets
import Glibc

/// The target that `FUZZ_TARGET` of the environment names.
private let target: FuzzTarget = {
    let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
        fatalError("FUZZ_TARGET is none of \(FuzzTarget.all)")
    }
    return target
}()

/// What libFuzzer calls for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    if let broken = target.broken(by: Array(UnsafeBufferPointer(start: start, count: count))) {
        fatalError(broken)
    }
    return 0
}
