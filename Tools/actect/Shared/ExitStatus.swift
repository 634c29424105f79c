import Glibc

/// What the program ends with.
enum ExitStatus: Int32 {
    case good = 0
    case invalid = 1
    case incomplete = 2
    /// EX_USAGE
    case usage = 64
    /// EX_DATAERR
    case malformedData = 65
    /// EX_NOINPUT
    case noInput = 66
    /// EX_SOFTWARE
    case `internal` = 70
    /// EX_CANTCREAT
    case cantCreate = 73
    /// EX_IOERR
    case inputOutput = 74
}

/// An error that ends the program: a sentence for people, on standard error, and an exit status.
struct CommandFailure: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    /// Prints the message and ends the program.
    func report() -> Never {
        Console.error("actect: \(message)")
        exit(status.rawValue)
    }
}
