/// What is wrong with a value, before it is known where: the interpreter adds the place.
struct JinjaComplaint: Error {
    let message: String
    var hint: String?

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}
