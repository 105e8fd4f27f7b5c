import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Objects of S3, from a server on this machine that works the signature of each request out by itself.
@Suite struct ObjectSourceTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    /// "AWS Signature Version 4", by Python's own `hmac`.
    private static let server = """
        import hashlib, hmac, http.server, os, re, threading
        SECRET = "hidden+key/of=mine"
        def code(key, text): return hmac.new(key, text.encode(), hashlib.sha256).digest()
        class Bucket(http.server.BaseHTTPRequestHandler):
            def log_message(self, *arguments): pass
            def do_GET(self):
                given = re.fullmatch("AWS4-HMAC-SHA256 Credential=([^/]+)/(\\\\d+)/([^/]+)/s3/aws4_request,SignedHeaders=([^,]+),Signature=([0-9a-f]+)", self.headers.get("authorization", ""))
                if given is None: return self.answer(403, b"")
                who, day, region, names, signature = given.groups()
                headers = "".join(f"{name}:{self.headers[name]}\\n" for name in names.split(";"))
                request = f"GET\\n{self.path}\\n\\n{headers}\\n{names}\\n{hashlib.sha256(b'').hexdigest()}"
                scope = f"{day}/{region}/s3/aws4_request"
                text = f"AWS4-HMAC-SHA256\\n{self.headers['x-amz-date']}\\n{scope}\\n{hashlib.sha256(request.encode()).hexdigest()}"
                key = ("AWS4" + SECRET).encode()
                for part in (day, region, "s3", "aws4_request"): key = code(key, part)
                right = who == "AKIDMINE" and region == "eu-test-1" and "host" in names.split(";") and hmac.compare_digest(code(key, \
        text).hex(), signature)
                self.answer(200, open("people.csv", "rb").read()) if right and self.path == "/bucket/a%20b/%C3%BC.csv" else \
        self.answer(403, b"")
            def answer(self, status, body):
                self.send_response(status); self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
        open("port.tmp", "w").write(str(server.server_port)); os.rename("port.tmp", "port")
        threading.Timer(600, server.shutdown).start()
        server.serve_forever()
        """

    private func mlkit(_ port: String, secret: String, _ arguments: [String] = ["run"]) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(
            arguments, in: scratch.path,
            environment: [
                "AWS_ENDPOINT_URL": "http://127.0.0.1:\(port)", "AWS_REGION": "eu-test-1", "AWS_ACCESS_KEY_ID": "AKIDMINE",
                "AWS_SECRET_ACCESS_KEY": secret,
            ])
    }

    @Test func anObjectIsFetchedWithAKeyThatGoesNowhere() async throws {
        let text = "x,label\n" + (0..<80).map { "\($0),\($0 % 2 == 0 ? "yes" : "no")\n" }.joined()
        try scratch.write(text, to: "people.csv")
        try scratch.write(
            """
            mlkit: 1
            project: {name: far}
            stages:
              ingest:
                kind: data
                source: {url: "s3://bucket/a b/ü.csv", sha256: \(ContentHash(of: text).hex)}
                target: label

            """, to: "mlkit.yaml")
        let (python, folder) = (BuiltTool.sourceRoot.pushing(".venv/bin/python").string, scratch.path)
        let server = Task { _ = try? await BuiltTool.run(python, ["-c", Self.server], in: folder) }
        defer { server.cancel() }
        for _ in 0..<200 where try !scratch.exists("port") { try await Task.sleep(nanoseconds: 50_000_000) }
        let port = try scratch.read("port")
        let wrong = try await mlkit(port, secret: "another")
        #expect(
            wrong.status == 1 && wrong.error.contains("error: cannot fetch `s3://bucket/a b/ü.csv`\nnote: curl: (22)"), "\(wrong.error)")
        #expect(wrong.error.contains("hint: `AWS_REGION` names where the bucket is"))
        let outcome = try await mlkit(port, secret: "hidden+key/of=mine")
        #expect(outcome.status == 0 && outcome.error.contains("80 rows"), "\(outcome.error)")
        // Looked at, compared and held to its schema without a stage.
        for arguments in [["data", "show", "s3://bucket/a b/ü.csv"], ["data", "compare", "people.csv", "s3://bucket/a b/ü.csv"],
            ["data", "schema", "ingest"]]
        {
            let looked = try await mlkit(port, secret: "hidden+key/of=mine", arguments)
            #expect(looked.status == 0, "\(arguments): \(looked.error)")
            #expect(looked.output.contains(arguments[1] == "show" ? "`s3://bucket/a b/ü.csv`: 80 rows, 2 columns" : arguments[1] == "schema"
                ? "fits the source of `ingest`" : ""))
        }
        let leaks = try await BuiltTool.run("grep", ["-rl", "hidden+key", "."], in: scratch.path)
        #expect(leaks.output.isEmpty && leaks.status == 1)
    }
}
