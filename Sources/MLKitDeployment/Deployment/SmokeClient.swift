internal import MLKitCore
internal import MLKitEngines
internal import SystemPackage

/// Asks the server with curl: a client that shares no code with it.
struct SmokeClient {
    private let curl: FilePath
    private let request: FilePath
    private let files: any FileSystem

    /// - Parameter request: where the body of a request is written for curl to read.
    /// - Throws: `Failure` if curl is not installed.
    init(engines: EngineLocator, request: FilePath, files: any FileSystem) throws {
        curl = try engines.require(.curl)
        self.request = request
        self.files = files
    }

    /// - Throws: `Failure` if there is no answer, or another than 200, with what the server said.
    func post(_ body: JSON, to address: String) async throws -> JSON {
        try files.write(body.compactBytes, to: request)
        let arguments = [
            "--silent", "--show-error", "--noproxy", "*", "--max-time", "60", "--header",
            "content-type: application/json", "--data-binary", "@\(request)", "--write-out", "\n%{http_code}", address,
        ]
        let result = try await Command(curl.string, arguments).run()
        guard result.status == 0 else {
            throw Failure("the server does not answer at \(address)", notes: [result.errorText])
        }
        let lines = result.outputText.split(separator: "\n")
        guard let text = lines.first, lines.last == "200" else {
            let said = lines.dropLast().joined(separator: "\n").prefix(2000)
            throw Failure("the server refuses a row of the test split at \(address)", notes: [String(said)])
        }
        return try JSON(parsing: String(text), file: address)
    }
}
