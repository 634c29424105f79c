public import Foundation

extension Pipe {
    /// The octets of the next line that a process writes, without its end. Blocks until it is there, or the pipe has
    /// ended. One octet at a time: what comes after the line is the next reader's.
    public func readLine() throws -> [UInt8] {
        var line: [UInt8] = []
        while let octet = try fileHandleForReading.read(upToCount: 1)?.first, octet != 0x0A {
            line.append(octet)
        }
        return line
    }
}
