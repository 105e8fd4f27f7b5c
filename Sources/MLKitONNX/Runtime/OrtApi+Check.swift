internal import CEngines
internal import MLKitCore

extension UnsafePointer<OrtApi> {
    /// Turns a status into a `Failure` that says what could not be done and gives the runtime's reason.
    func check(_ status: OpaquePointer?, _ action: @autoclosure () -> String) throws {
        guard let status else { return }
        let reason = String(cString: pointee.GetErrorMessage(status))
        pointee.ReleaseStatus(status)
        throw Failure("cannot \(action())", notes: reason.split(whereSeparator: \.isNewline).map(String.init))
    }

    /// Calls a function that makes an object and returns the object, which the caller then owns.
    func make(
        _ action: @autoclosure () -> String, _ function: (inout OpaquePointer?) -> OpaquePointer?
    ) throws -> OpaquePointer {
        var object: OpaquePointer?
        try check(function(&object), action())
        guard let object else { throw Failure("cannot \(action())") }
        return object
    }
}
