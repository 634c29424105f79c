import COpenSSL

/// Octets of OpenSSL's generator for secrets. Without randomness nothing here may go on.
func secureRandom(count: Int) -> [UInt8] {
    var octets = [UInt8](repeating: 0, count: count)
    guard count == 0 || RAND_priv_bytes(&octets, Int32(count)) == 1 else {
        fatalError("the random generator failed")
    }
    return octets
}
