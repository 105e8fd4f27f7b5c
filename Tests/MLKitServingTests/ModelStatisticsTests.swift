@testable import MLKitServing
import Testing

/// When a model counts as slow, and when its processor time is asked for.
struct ModelStatisticsTests {
    @Test func aQuickRunNeedsNoProcessorTime() {
        let statistics = ModelStatistics()
        #expect(statistics.wantsWork)
        statistics.add(nanoseconds: 500_000, worked: 400_000, rows: 1)
        #expect(!statistics.wantsWork)
        #expect(!statistics.isSlow)
        statistics.add(nanoseconds: 500_001, worked: nil, rows: 1)
        #expect(statistics.wantsWork)
        #expect(!statistics.isSlow)
        statistics.add(nanoseconds: 1_000_002, worked: nil, rows: 2)
        #expect(statistics.wantsWork)
        statistics.add(nanoseconds: 1_000_000, worked: nil, rows: 2)
        #expect(!statistics.wantsWork)
    }

    /// On a busy machine a run takes long by the clock.
    @Test func processorTimeDecides() {
        let busy = ModelStatistics()
        for _ in 0..<20 { busy.add(nanoseconds: 9_000_000, worked: 500_000, rows: 1) }
        #expect(!busy.isSlow)
        let slow = ModelStatistics()
        slow.add(nanoseconds: 9_000_000, worked: 500_001, rows: 1)
        #expect(slow.isSlow)
        slow.forgetPace()
        #expect(!slow.isSlow)
    }
}
