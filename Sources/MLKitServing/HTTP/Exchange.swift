internal import NIOCore

/// One request on its way to its answer, as log and metrics see it.
struct Exchange {
    let method: String
    let path: String
    let requestID: String
    let traceparent: String?
    let received: Int
    let begun: NIODeadline
    let isOld: Bool
    var keepsAlive: Bool

    init(_ request: Request, _ head: RequestHead, id: String, begun: NIODeadline) {
        method = head.method
        path = request.path
        requestID = id
        traceparent = head.fields[.traceparent]
        received = request.body.count
        self.begun = begun
        isOld = head.isOld
        keepsAlive = head.keepsAlive
    }

    /// What was asked for, as metrics count it.
    var route: Route { Endpoint(path: path)?.route ?? .none }

    /// A request that is refused by its head, as the last of its connection.
    init(refused head: RequestHead, id: String, begun: NIODeadline) {
        self.init(Request(method: head.method, target: head.target, fields: head.fields), head, id: id, begun: begun)
        keepsAlive = false
    }

    /// What could not be understood as a request.
    init(brokenWithID id: String, begun: NIODeadline) {
        method = "-"
        path = "-"
        requestID = id
        traceparent = nil
        received = 0
        self.begun = begun
        isOld = false
        keepsAlive = false
    }
}
