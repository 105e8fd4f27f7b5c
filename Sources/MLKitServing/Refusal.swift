/// A request that cannot be answered, with what the client is told.
struct Refusal: Error {
    var response: Response

    init(response: Response) {
        self.response = response
    }

    init(_ status: Response.Status, _ message: String) {
        response = .error(status, message)
    }
}
