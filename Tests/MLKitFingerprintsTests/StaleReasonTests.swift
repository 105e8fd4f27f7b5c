import MLKitCore
import Testing

@testable import MLKitFingerprints

/// What is said of each thing that two fingerprints differ in, and of nothing else.
@Suite struct StaleReasonTests {
    private static let one = ContentHash(of: "one")
    private static let two = ContentHash(of: "two")
    private static let base = StageFingerprint(
        kind: "train", version: 1, engines: ["OpenBLAS": "1"], configuration: ["a": ["b": 1, "c": 2], "seed": 7],
        parameters: ["rate": 0.1], environment: ["HOME": one, "UNSET": nil], inputs: ["in": one, "none": nil],
        executables: ["in": one])

    private func reasons(
        written: JSON = .object([]), from old: StageFingerprint = base, _ change: (inout StageFingerprint) -> Void
    ) -> [StaleReason] {
        var new = old
        change(&new)
        return StaleReason.differences(old, new, written: written)
    }

    @Test func ofTheSameThereIsNone() { #expect(reasons { _ in } == []) }

    @Test func kindAndVersion() {
        #expect(reasons { $0.kind = "data" } == [.configurationChanged(key: "kind", old: "train", new: "data")])
        #expect(reasons { $0.version = 2 } == [.implementationChanged])
    }

    /// An engine of which nothing is known on one side says nothing.
    @Test func engines() {
        #expect(reasons { $0.engines["OpenBLAS"] = "2" } == [.engineChanged(name: "OpenBLAS", old: "1", new: "2")])
        #expect(reasons { $0.engines["OpenBLAS"] = nil } == [])
        #expect(reasons { $0.engines["XGBoost"] = "3" } == [])
    }

    @Test func parameters() {
        #expect(reasons { $0.parameters["rate"] = 0.2 } == [.parameterChanged(name: "rate", old: 0.1, new: 0.2)])
        #expect(reasons { $0.parameters["new"] = 1 } == [.parameterChanged(name: "new", old: nil, new: 1)])
        #expect(reasons { $0.parameters["rate"] = nil } == [.parameterChanged(name: "rate", old: 0.1, new: nil)])
    }

    @Test func keysAreNamedAsDeepAsBothHaveThem() {
        #expect(
            reasons { $0.configuration = ["a": ["b": 9, "d": 3], "seed": 7] } == [
                .configurationChanged(key: "a.b", old: 1, new: 9), .configurationChanged(key: "a.c", old: 2, new: nil),
                .configurationChanged(key: "a.d", old: nil, new: 3),
            ])
        #expect(
            reasons { $0.configuration = ["a": 5, "seed": 7] }
                == [.configurationChanged(key: "a", old: ["b": 1, "c": 2], new: 5)])
    }

    /// A key that a changed parameter stands in is told by it, and another one is not.
    @Test func aKeyOfAParameterIsToldOnce() {
        func both(_ fingerprint: inout StageFingerprint) {
            fingerprint.parameters["rate"] = 0.2
            fingerprint.configuration = ["a": ["b": 9, "c": 2], "seed": 7]
        }
        let parameter = StaleReason.parameterChanged(name: "rate", old: 0.1, new: 0.2)
        #expect(reasons(written: ["a": ["b": "${params.rate}", "c": 2]], both) == [parameter])
        #expect(
            reasons(written: ["a": ["b": 9, "c": "${params.rate}"]], both)
                == [parameter, .configurationChanged(key: "a.b", old: 1, new: 9)])
        #expect(reasons(written: ["a": "${params.rate}"], both) == [parameter])
    }

    /// The other keys of a stage tell nothing of one that is gone.
    @Test func aKeyThatIsGoneIsToldBesideAParameter() {
        var earlier = Self.base
        earlier.configuration = ["run": "echo 1", "cwd": "sub", "model": ["kind": "linear", "l2": 1, "a.b": 2]]
        let parameter = StaleReason.parameterChanged(name: "rate", old: 0.1, new: 0.2)
        let written: JSON = ["run": "echo ${params.rate}", "model": ["kind": "${params.rate}", "a.b": "${params.rate}"]]
        #expect(
            reasons(written: written, from: earlier) {
                $0.parameters["rate"] = 0.2
                $0.configuration = ["run": "echo 2", "model": ["kind": "linear", "a.b": 3]]
            } == [
                parameter, .configurationChanged(key: "cwd", old: "sub", new: nil),
                .configurationChanged(key: "model.l2", old: 1, new: nil),
            ])
    }

    /// A name that another begins with is not the other; one around it is.
    @Test(arguments: [
        ("${params.rate_limit}", false), ("params.rate", false), ("${params.rate}", true), ("x ${params.rate.first} y", true),
        ("${params.rate|raw}", true),
    ])
    func aParameterIsReferredToByItsWholeName(_ text: String, _ isTold: Bool) {
        let changed = StaleReason.configurationChanged(key: "seed", old: 7, new: 8)
        let found = reasons(written: ["seed": .string(text)]) {
            $0.parameters["rate"] = 0.2
            $0.configuration = ["a": ["b": 1, "c": 2], "seed": 8]
        }
        #expect(found == [.parameterChanged(name: "rate", old: 0.1, new: 0.2)] + (isTold ? [] : [changed]))
    }

    @Test func variablesAndInputs() {
        #expect(reasons { $0.environment["HOME"] = .some(nil) } == [.environmentChanged(name: "HOME")])
        #expect(reasons { $0.environment["UNSET"] = Self.one } == [.environmentChanged(name: "UNSET")])
        #expect(reasons { $0.inputs["in"] = Self.two } == [.inputChanged(path: "in")])
        #expect(reasons { $0.inputs["none"] = Self.two } == [.inputAdded(path: "none")])
        #expect(reasons { $0.inputs["in"] = .some(nil) } == [.inputRemoved(path: "in")])
        #expect(reasons { $0.inputs["new"] = Self.two } == [.inputAdded(path: "new")])
    }

    /// Another version of a kind may read more or less, which only its keys or its version have to tell.
    @Test func inputsOfAnotherVersion() {
        #expect(
            reasons {
                $0.version = 2
                $0.inputs["new"] = Self.two
                $0.inputs["in"] = Self.two
            } == [.implementationChanged, .inputChanged(path: "in")])
        #expect(
            reasons {
                $0.version = 2
                $0.configuration = ["a": ["b": 1, "c": 2], "seed": 8]
                $0.inputs["new"] = Self.two
            } == [.implementationChanged, .configurationChanged(key: "seed", old: 7, new: 8), .inputAdded(path: "new")])
    }

    @Test func programsOfAnInputThatIsTheSameElse() {
        #expect(reasons { $0.executables = [:] } == [.inputExecutable(path: "in")])
        #expect(reasons { $0.executables = ["in": Self.two] } == [.inputExecutable(path: "in")])
        #expect(
            reasons {
                $0.executables = [:]
                $0.inputs["in"] = Self.two
            } == [.inputChanged(path: "in")])
        // Earlier versions of mlkit did not note them.
        #expect(reasons { $0.executables = nil } == [])
        var earlier = Self.base
        earlier.executables = nil
        #expect(reasons(from: earlier) { $0.executables = ["in": Self.two] } == [])
    }

    @Test func valuesOfOneRun() {
        #expect(reasons { $0.overridden = ["x"] } == [.overrideChanged(name: "x", isNow: true)])
        var overridden = Self.base
        overridden.overridden = ["rate", "x"]
        #expect(
            reasons(from: overridden) { $0.overridden = ["x"] } == [.overrideChanged(name: "rate", isNow: false)])
        #expect(
            reasons(from: overridden) {
                $0.overridden = ["x"]
                $0.parameters["rate"] = 0.3
            } == [.parameterChanged(name: "rate", old: 0.1, new: 0.3)])
    }
}
