import COpenSSL

/// The two shapes of OpenSSL's DER functions.
enum DER {
    /// What an `i2d` function writes; nil if it fails.
    static func encode(
        _ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32
    ) -> [UInt8]? {
        let length = write(nil)
        guard length > 0 else {
            ERR_clear_error()
            return nil
        }
        return [UInt8](unsafeUninitializedCapacity: Int(length)) { buffer, count in
            var cursor = buffer.baseAddress
            count = max(0, Int(write(&cursor)))
        }
    }

    /// What a `d2i` function reads from all of `octets`; nil if it fails or leaves some over.
    static func decode(
        _ octets: [UInt8], free: (OpaquePointer?) -> Void,
        _ read: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?
    ) -> OpaquePointer? {
        octets.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            let start = cursor
            guard let value = read(&cursor, buffer.count) else {
                ERR_clear_error()
                return nil
            }
            guard let start, let cursor, cursor - start == buffer.count else {
                free(value)
                return nil
            }
            return value
        }
    }
}
