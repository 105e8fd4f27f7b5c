/// A request that cannot be answered, with what the client is told.
struct Refusal: Error {
    var response: Response
}
