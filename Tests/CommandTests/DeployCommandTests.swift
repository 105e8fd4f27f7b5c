import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

extension FinishedProjectTests {
    /// `mlkit deploy`: two versions in a project of their own.
    @Suite struct DeployCommandTests {
        private let scratch: ScratchDirectory
        private let project: SampleProject

        init() throws {
            scratch = try ScratchDirectory()
            project = try FinishedProject.current().sample
        }

        /// Runs a shell script beside `deploy/`, where `$V` is the version that was deployed and `second` another.
        private func run(_ script: String) async throws -> BuiltTool.Outcome {
            try scratch.write("mlkit: 1\nproject: {name: p}\n", to: "mlkit.yaml")
            let whole = """
                rm -rf deploy && cp -r "$PROJECT/deploy" . && V=$(cat deploy/current) && cp -r "deploy/$V" deploy/second
                sed -i "s/\\"$V\\"/\\"second\\"/" deploy/second/bundle.json
                (cd deploy/second && cut -d' ' -f3- SHA256SUMS | xargs -d '\\n' sha256sum > sums && mv sums SHA256SUMS)
                rm -f deploy/history.jsonl
                \(script)
                """
            return try await BuiltTool.run(
                "/bin/sh", ["-c", whole], in: scratch.path,
                environment: [
                    "MLKIT": "\(BuiltTool.folder)/mlkit", "PROJECT": project.path.string, "USER": "ada",
                    "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com", "GIT_COMMITTER_NAME": "Ada",
                    "GIT_COMMITTER_EMAIL": "ada@example.com", "MLKIT_ENGINES": "\(BuiltTool.sourceRoot)/engines",
                    "XDG_DATA_HOME": "/nonexistent",
                ])
        }

        @Test func promotesAndRollsBack() async throws {
            let outcome = try await run(
                """
                $MLKIT deploy promote sec --because 'fewer alarms' | sed "s/$V/FIRST/"; cat deploy/current
                $MLKIT deploy promote second
                $MLKIT deploy rollback | sed "s/$V/FIRST/"; sed "s/$V/FIRST/" deploy/current
                sed "s/$V/FIRST/g; s/\\"time\\":\\"[^\\"]*\\"/TIME/" deploy/history.jsonl
                """)
            #expect(
                outcome.output == """
                    `second` is served, in place of `FIRST`, until another is deployed
                    second
                    `second` is served already
                    `FIRST` is served, in place of `second`, until another is deployed
                    FIRST
                    {TIME,"from":"FIRST","to":"second","by":"Ada <ada@example.com>","because":"fewer alarms"}
                    {TIME,"from":"second","to":"FIRST","by":"Ada <ada@example.com>","because":null}

                    """, "\(outcome.error)")
        }

        @Test func changesNothingForAVersionThatDoesNotAnswer() async throws {
            let outcome = try await run(
                """
                echo x >> deploy/second/model.onnx; $MLKIT deploy promote second; echo status $?
                $MLKIT deploy promote third; $MLKIT deploy rollback
                test "$(cat deploy/current)" = "$V" && echo as it was; ls deploy/history.jsonl 2> /dev/null
                """)
            #expect(outcome.output == "status 1\nas it was\n")
            #expect(outcome.error.hasPrefix("error: the version cannot be served, and nothing was changed\nnote: error: the bundle "))
            #expect(outcome.error.contains("error: no version `third` in "))
            #expect(outcome.error.contains("error: there is no version to go back to\n"))
        }

        @Test func tellsWhatIsServed() async throws {
            let outcome = try await run("$MLKIT deploy status --format json")
            let json = try JSON(parsing: outcome.output)
            #expect(json["versions"]?.array?.count == 2)
            #expect(json["current"]?.string == json["versions"]?.array?.first?["version"]?.string)
            #expect(json["changes"] == [])
            let text = try await run("$MLKIT deploy status | grep -c served; rm -r deploy; $MLKIT deploy status")
            #expect(text.output == "1\nnothing is deployed yet\n")
        }

        @Test func aServerFollowsEveryChange() async throws {
            let outcome = try await run(
                """
                $MLKIT serve --port 0 > out 2> err & SERVER=$!
                trap 'kill $SERVER 2> /dev/null' EXIT
                for i in $(seq 200); do grep -q listening out && break; sleep 0.1; done
                served() { curl -s --noproxy '*' "$(sed 's/listening on //' out)/v2" -o /dev/null
                  curl -s --noproxy '*' "$(sed 's/listening on //' out)/" | sed 's/.*"version":"\\([^"]*\\)".*/\\1/'; }
                follow() { for i in $(seq 100); do [ "$(served)" = "$1" ] && echo "$2" && return; sleep 0.1; done; served; }
                follow "$V" first; $MLKIT deploy promote second > /dev/null; follow second second
                $MLKIT deploy rollback > /dev/null; follow "$V" first
                """)
            #expect(outcome.output == "first\nsecond\nfirst\n", "\(outcome.error)")
        }

        /// A new winner is often a model of another name.
        @Test func aServerFollowsToAModelOfAnotherName() async throws {
            let outcome = try await run(
                """
                (cd deploy/second && sed -i '0,/"name": "[^"]*"/s//"name": "winner"/' bundle.json)
                (cd deploy/second && cut -d' ' -f3- SHA256SUMS | xargs -d '\\n' sha256sum > sums && mv sums SHA256SUMS)
                $MLKIT serve --port 0 > out 2> err & SERVER=$!
                trap 'kill $SERVER 2> /dev/null' EXIT
                for i in $(seq 200); do grep -q listening out && break; sleep 0.1; done
                ask() { curl -s --noproxy '*' "$(sed 's/listening on //' out)$1" -o said -w '%{http_code}\\n'; }
                $MLKIT deploy promote second > /dev/null
                for i in $(seq 100); do [ "$(ask /v2/models/winner)" = 200 ] && break; sleep 0.1; done
                ask /v2/models/winner/versions/second/ready; ask /v2/models/winner
                curl -s --noproxy '*' "$(sed 's/listening on //' out)/predict" -d @deploy/second/sample-request.json | grep -o \
                '"model":{[^}]*}'
                $MLKIT deploy status | sed -n 's/^served *//p' | tr -s ' '; cat err
                """)
            #expect(
                outcome.output == """
                    200
                    200
                    "model":{"name":"winner","version":"second"}
                    second winner

                    """, "\(outcome.error)")
        }

        @Test func aVersionMayBeNamedByItsBeginning() async throws {
            let outcome = try await run(
                """
                $MLKIT serve sec --port 0 > out 2> err & SERVER=$!
                trap 'kill $SERVER 2> /dev/null' EXIT
                for i in $(seq 200); do grep -q listening out && break; sleep 0.1; done
                curl -s --noproxy '*' "$(sed 's/listening on //' out)/" | grep -o '"model":{[^}]*"version":"second"}' | wc -l
                cp -r deploy/second deploy/sec; $MLKIT serve se --port 0; $MLKIT deploy promote ''; $MLKIT deploy pack sec > /dev/null; \
                ls *.tar.gz | grep -c -- -sec
                """)
            #expect(outcome.output == "1\n1\n", "\(outcome.error)")
            #expect(outcome.error.contains("error: no bundle `se`\n"))
            #expect(outcome.error.contains("error: no version `` in "))
        }

        /// What is told of a change is one line of the table.
        @Test func aReasonIsOnOneLine() async throws {
            let outcome = try await run(
                """
                $MLKIT deploy promote second --because 'one
                two' > /dev/null; $MLKIT deploy status | grep -c 'one?two'; $MLKIT deploy status --format json | grep -c 'one\\\\ntwo'
                """)
            #expect(outcome.output == "1\n1\n", "\(outcome.error)")
        }

        /// The archive has checksums of its own: what goes into it is held to those of the bundle, which in earlier versions did not
        /// have the report of its trial.
        @Test func packsNothingThatHasChanged() async throws {
            let outcome = try await run(
                """
                pack() { $MLKIT deploy pack second -o packed.tar.gz 2>&1 | sed 's#`.*/deploy/#`deploy/#'; }
                cp -r deploy/second kept; fresh() { rm -rf deploy/second && cp -r kept deploy/second; }
                echo x >> deploy/second/schema.yaml; echo x >> deploy/second/MODEL_CARD.md; pack; fresh
                rm deploy/second/sample-request.json; echo x > deploy/second/more; pack; fresh
                sed -i 's/"rows"/"Rows"/' deploy/second/smoke.json; pack; fresh
                ls packed.tar.gz 2> /dev/null; sed -i '/ smoke.json$/d' deploy/second/SHA256SUMS; pack
                """)
            #expect(
                outcome.output == """
                    error: the bundle `deploy/second` is broken
                    note: `MODEL_CARD.md` has changed since the bundle was made
                    note: `schema.yaml` has changed since the bundle was made

                    hint: deploy the model again
                    error: the bundle `deploy/second` is broken
                    note: `sample-request.json` is missing
                    note: `more` is not among the files that the bundle was made with

                    hint: deploy the model again
                    error: the bundle `deploy/second` is broken
                    note: `smoke.json` has changed since the bundle was made

                    hint: deploy the model again
                    wrote `packed.tar.gz`

                    """, "\(outcome.error)")
        }

        /// What mlkit.yaml says of serving holds where no flag says otherwise.
        @Test func servesAsTheSpecSays() async throws {
            let outcome = try await run(
                #"""
                printf 'serving: {port: 0, access_log: logs/access, keys: keys, limits: {rows: 1, body: 64KiB}}\n' >> mlkit.yaml; mkdir logs
                KEY=$($MLKIT deploy key web)
                serve() { $MLKIT serve "$@" > out 2> err & SERVER=$!
                  for i in $(seq 200); do grep -q listening out && break; sleep 0.1; done; }
                ask() { curl -s --noproxy '*' "$(sed 's/listening on //' out)/predict" -H "Authorization: Bearer $KEY" -d "$1" -o said \#
                -w '%{http_code} '
                  sed 's/{"error":\([^}]*\)}.*/\1/; s/{"model.*//' said; echo; }
                serve; ask '[{},{}]'; ask '[]'; KEY=other ask '[]' | cut -c1-4
                kill $SERVER; wait $SERVER
                serve --limit rows=0 --limit rows=3; head -n 1 err
                serve --limit rows=3; ask '[{},{}]' | cut -c1-4; kill $SERVER; wait $SERVER; grep -c . logs/access
                """#)
            #expect(
                outcome.output == """
                    413 "the request has more than 1 row"
                    200 
                    401 
                    Error: the limit `rows` should be a whole number from 1 to 10000000, not `0`
                    400 
                    4

                    """, "\(outcome.error)")
        }

        @Test func makesKeysAndKeepsTheirHashes() async throws {
            let outcome = try await run(
                """
                KEY=$($MLKIT deploy key web --role read --role predict); echo "$KEY" | wc -c
                grep -c "$KEY" keys; grep "^web predict,read sha256:$(printf %s "$KEY" | sha256sum | cut -d' ' -f1)$" keys | wc -l
                $MLKIT deploy key web
                """)
            #expect(outcome.output == "65\n0\n1\n")
            #expect(outcome.error == "error: `keys` has a key for `web`\n\nhint: remove its line to make another\n")
        }

        /// What is packed up has all that serves it, and fits its checksums.
        @Test func packsAVersionUp() async throws {
            let outcome = try await run(
                """
                $MLKIT deploy pack second -o packed.tar.gz && tar -xzf packed.tar.gz && cd second && sha256sum --quiet -c SHA256SUMS && \
                echo whole
                grep -E '^(FROM|USER)' Dockerfile | sed 's/linux.*64/PLATFORM/'
                for file in $(sed -n 's/^COPY \\(.*\\) .*/\\1/p' Dockerfile); do ls -d $file > /dev/null || echo "$file is missing"; done
                LD_LIBRARY_PATH=lib ./mlkit-server . --check
                """)
            #expect(
                outcome.output.hasPrefix("wrote `packed.tar.gz`\nwhole\nFROM --platform=PLATFORM scratch\nUSER 10001:10001\n"),
                "\(outcome.output)\(outcome.error)")
            #expect(outcome.output.hasSuffix(" second can be served\n"), "\(outcome.output)\(outcome.error)")
        }
    }
}
