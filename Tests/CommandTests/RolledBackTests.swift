import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What `mlkit run` makes of a version that people chose themselves.
@Suite struct RolledBackTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        let rows = (0..<400).map {
            "\(18 + $0 * 37 % 60),\($0 % 3 == 0 ? "a" : "b"),\(($0 * 37 % 60 > 27) != ($0 % 3 == 0) ? "high" : "low")"
        }
        try scratch.write("age,city,income\n" + rows.joined(separator: "\n") + "\n", to: "d.csv")
        try scratch.write(
            """
            mlkit: 1
            project: {name: small}
            params: {rounds: 2}
            stages:
              ingest: {kind: data, source: d.csv, target: income, split: {train: 0.6, valid: 0.2, test: 0.2, seed: 1}}
              train: {kind: train, data: "${stages.ingest}", model: {name: trees, kind: trees, rounds: "${params.rounds}"}}
              deploy: {kind: deploy, model: "${stages.train}", targets: [local], smoke_rows: 3}

            """, to: "mlkit.yaml")
    }

    private func run(_ script: String) async throws -> BuiltTool.Outcome {
        try await BuiltTool.run(
            "/bin/sh", ["-c", script], in: scratch.path,
            environment: [
                "MLKIT": "\(BuiltTool.folder)/mlkit", "USER": "ada", "MLKIT_ENGINES": "\(BuiltTool.sourceRoot)/engines",
                "XDG_DATA_HOME": "/nonexistent", "HOME": scratch.path.string,
            ])
    }

    /// It stays served until something else is deployed, be it made anew or had from the cache; the change back is recorded.
    @Test func staysServedUntilAnotherIsDeployed() async throws {
        let outcome = try await run(
            """
            served() { sed "s/$A/A/; s/$B/B/" deploy/current; }
            $MLKIT run 2> log || cat log; A=$(cat deploy/current)
            sed -i 's/rounds: 2/rounds: 9/' mlkit.yaml; $MLKIT run 2> log || cat log; B=$(cat deploy/current)
            [ "$A" = "$B" ] && echo the same
            $MLKIT deploy rollback > /dev/null; served
            $MLKIT run 2>&1 | tail -n 2 | sed "s/$A/A/g; s/$B/B/g"; served
            $MLKIT run deploy --force 2> log; served; grep -c 'is served on' log
            rm -r "deploy/$B"; $MLKIT run 2> log; ls "deploy/$B" | grep -c model.onnx; served
            sed -i 's/rounds: 9/rounds: 2/' mlkit.yaml; $MLKIT run 2> log; served
            sed -i 's/rounds: 2/rounds: 9/' mlkit.yaml; $MLKIT run 2> log; served
            rm deploy/current; $MLKIT run 2> log; served
            sed "s/$A/A/g; s/$B/B/g" deploy/history.jsonl | sed 's/"time":"20[^"]*Z",//'
            """)
        #expect(
            outcome.output == """
                A
                nothing to do: 3 stages up to date
                note: served is `deploy/A`, another version than `deploy/B` of the stage `deploy`; `mlkit deploy promote B` serves that one
                A
                A
                1
                1
                A
                A
                B
                B
                {"from":null,"to":"A","by":"mlkit run","because":null}
                {"from":"A","to":"B","by":"mlkit run","because":null}
                {"from":"B","to":"A","by":"ada","because":null}
                {"from":"A","to":"A","by":"mlkit run","because":null}
                {"from":"A","to":"B","by":"mlkit run","because":null}
                {"from":null,"to":"B","by":"mlkit run","because":null}

                """, "\(outcome.error)")
    }
}
