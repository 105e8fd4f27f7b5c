internal import MLKitCore
internal import MLKitGit

/// What becomes of the template's files, and what the record will say of them.
struct FilePlan {
    var actions: [FileAction] = []
    /// By the path that the template gives the file.
    var files: [String: RecordedFile] = [:]
    /// Renderings that will stand in no commit, because the project's file differs from them.
    var retained: [ObjectID: [UInt8]] = [:]
    var notes: [Diagnostic] = []
}
