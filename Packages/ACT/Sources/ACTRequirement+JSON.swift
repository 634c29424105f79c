import Encoding

extension ACTRequirement {
    init(_ error: JSONError) {
        self =
            switch error {
            case .tooLarge, .tooManyValues: .size
            case .tooDeep: .jsonDepth
            case .duplicateName: .jsonUnique
            default: .json
            }
    }
}
