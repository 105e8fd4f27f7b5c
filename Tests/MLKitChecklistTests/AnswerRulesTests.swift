import MLKitCore
import Testing

@testable import MLKitChecklist

/// What an item can be answered with, by what it is.
@Suite struct AnswerRulesTests {
    private func answer(
        _ text: String?, to id: String, isForPeople: Bool = false, _ change: (inout ChecklistItem) -> Void = { _ in }
    ) throws -> String? {
        var item = try ProjectFixture().load().find(id).item
        change(&item)
        return try AnswerRules.answer(text, to: item, isForPeople: isForPeople)
    }

    private func refusal(
        _ text: String?, to id: String, isForPeople: Bool = false, _ change: (inout ChecklistItem) -> Void = { _ in }
    ) -> Diagnostic? {
        do {
            _ = try answer(text, to: id, isForPeople: isForPeople, change)
            return nil
        } catch { return (error as? Failure)?.diagnostics.first }
    }

    @Test func aTaskIsDoneOrNot() throws {
        #expect(try answer(nil, to: "data.split") == nil)
        #expect(refusal("manual", to: "data.split")?.message == "`data.split` takes no answer: it is done or not")
    }

    /// With points it can be said how, and need not.
    @Test func aScoredTaskSaysHow() throws {
        #expect(try answer(nil, to: "data.split") { $0.isScored = true } == nil)
        #expect(try answer("Manual", to: "data.split") { $0.isScored = true } == "manual")
        let refused = refusal("automatted", to: "data.split") { $0.isScored = true }
        #expect(refused?.message == "`automatted` is none of the answers of `data.split`")
        #expect(refused?.hint == "did you mean `automated`?")
    }

    @Test func whatIsAutomaticIsLeftToItsProbes() throws {
        let message = "`data.split` is automatic: it is done when its probes pass, and only then"
        #expect(try answer(nil, to: "data.split", isForPeople: true) { $0.kind = .automatic } == nil)
        #expect(refusal("x", to: "data.split", isForPeople: true) { $0.kind = .automatic }?.message == message)
        #expect(refusal(nil, to: "data.split") { $0.kind = .automatic }?.message == message)
    }

    @Test func aChoiceIsAmongItsOptions() throws {
        #expect(try answer("ONLINE", to: "scoping.inference") == "online")
        #expect(refusal("onlin", to: "scoping.inference")?.hint == "did you mean `online`?")
        #expect(refusal(nil, to: "scoping.inference")?.message == "`scoping.inference` is a choice: it needs an answer")
    }

    @Test func aQuestionIsAnsweredInOnesOwnWords() throws {
        #expect(try answer("Yes, both", to: "data.labels") == "Yes, both")
        #expect(
            refusal(nil, to: "data.labels")?.hint == "type `mlkit check answer data.labels \"ANSWER\"`, with the answer in your own words")
    }
}
