import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitProcesses

/// How long a stage may go on and how it is ended, on a clock that moves only when told.
@Suite struct GuardedStageTests {
    /// Of a process that cannot be: no machine has as many.
    private func stage(limit: Double?, now: Double = 100) -> GuardedStage {
        let launch = StageLaunch(stage: "a", arguments: ["x"], directory: "/", log: "/dev/null", timeLimit: limit)
        return GuardedStage(leader: .max, number: 1, launch: launch, now: now)
    }

    @Test func theTimeIsUpAtItsLimit() {
        var stage = stage(limit: 10)
        #expect(stage.due == 110)
        stage.act(now: 109.99)
        #expect(stage.cause == nil && stage.due == 110)
        stage.act(now: 110)
        #expect(stage.cause == .time)
        // It was told, and has three seconds.
        #expect(stage.due == 113 && stage.hasTimeLeft)
        stage.act(now: 112.99)
        #expect(stage.hasTimeLeft)
        stage.act(now: 113)
        #expect(!stage.hasTimeLeft && stage.due == nil)
    }

    /// What a stage was stopped for is no time that it took.
    @Test func aPauseIsAddedToTheTime() {
        var stage = stage(limit: 10)
        stage.stop(now: 105)
        #expect(stage.due == nil)
        stage.resume(now: 125)
        #expect(stage.due == 130)
        stage.act(now: 129.99)
        #expect(stage.cause == nil)
        // Twice, and once without having been stopped.
        stage.stop(now: 129)
        stage.resume(now: 130)
        stage.resume(now: 200)
        #expect(stage.due == 131)
        stage.act(now: 131)
        #expect(stage.cause == .time)
    }

    @Test func withoutALimitNothingIsDue() {
        var stage = stage(limit: nil)
        #expect(stage.due == nil)
        stage.stop(now: 101)
        stage.resume(now: 1000)
        stage.act(now: 1_000_000)
        #expect(stage.cause == nil && stage.due == nil && !stage.hasTimeLeft)
        #expect(stage.seconds(until: 100.5) == 0.5)
    }

    /// Three signals for a stage that is given up, the last a second after the one before; one that holds too much
    /// memory has no time at all.
    @Test func eachCauseHasItsSteps() {
        var cancelled = stage(limit: 10)
        cancelled.end(.cancelled, now: 105)
        #expect(cancelled.due == 108)
        cancelled.act(now: 108)
        #expect(cancelled.due == 109)
        cancelled.act(now: 109)
        #expect(!cancelled.hasTimeLeft)
        var large = stage(limit: 10)
        large.end(.memory, now: 105)
        #expect(!large.hasTimeLeft && large.due == nil)
        // Why it is ended first is why it is ended.
        large.end(.cancelled, now: 106)
        #expect(large.cause == .memory && !large.hasTimeLeft)
        cancelled.act(now: 500)
        #expect(cancelled.cause == .cancelled)
    }

    /// Two signals that are due at once are both sent.
    @Test func whatIsLateIsCaughtUpWith() {
        var stage = stage(limit: nil)
        stage.end(.cancelled, now: 100)
        stage.act(now: 104)
        #expect(!stage.hasTimeLeft)
    }
}
