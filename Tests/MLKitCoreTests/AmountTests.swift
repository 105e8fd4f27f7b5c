import MLKitCore
import Testing

/// Bytes and seconds as people read them: rounded, and in the next unit as soon as they round to it.
@Suite struct AmountTests {
    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1049, "1.0 kB"), (1051, "1.1 kB"), (1960, "2.0 kB"), (999_949, "999.9 kB"),
        (999_950, "1.0 MB"), (999_949_999, "999.9 MB"), (999_950_000, "1.0 GB"), (1_260_000_000_000, "1.3 TB"),
        (1_000_000_000_000_000, "1000.0 TB"),
    ])
    func bytes(count: Int, text: String) { #expect(ByteCount.text(count) == text) }

    @Test(arguments: [
        (0, "0.0 s"), (0.04, "0.0 s"), (0.06, "0.1 s"), (3.16, "3.2 s"), (12.34, "12.3 s"), (59.94, "59.9 s"), (59.96, "1 min 0 s"),
        (60, "1 min 0 s"), (119.9, "1 min 59 s"), (120, "2 min 0 s"), (725, "12 min 5 s"), (3600, "60 min 0 s"),
    ] as [(Double, String)])
    func seconds(_ seconds: Double, text: String) { #expect(ElapsedTime.text(seconds) == text) }

    @Test func secondsStandBelowEachOther() {
        #expect([3.2, 12.3, 100].map { ElapsedTime.column($0) } == [" 3.2 s", "12.3 s", "1 min 40 s"])
    }
}
