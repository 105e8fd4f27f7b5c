public import MLKitCore
internal import Synchronization
public import SystemPackage

/// Where a stage keeps how far it is, so that a run which was stopped goes on from there: a file for each of its pieces of work, in a folder
/// of the stage that is of one fingerprint alone. Files are replaced as a whole, so that one that is there is whole.
public struct Checkpoints: Sendable {
    private let folder: FilePath
    private let files: any FileSystem
    private let clock: @Sendable () -> Double
    private let pace: Pace
    /// The piece of work.
    private let name: String
    /// What a person is told of it.
    private let told: [String]

    /// When the next file is due: writing is to take a small share of the time.
    private final class Pace: Sendable {
        /// Seconds between two files at least, and as a multiple of what the last one took.
        let least: Double
        static let share = 20.0
        private let due: Mutex<Double>

        init(least: Double, now: Double) {
            self.least = least
            due = Mutex(now + least)
        }

        func isDue(_ now: Double) -> Bool { due.withLock { $0 <= now } }

        func wait(after begun: Double, _ now: Double) { due.withLock { $0 = now + max(least, Self.share * (now - begun)) } }
    }

    /// Seconds between two files.
    public static let interval = 2.0
    /// What a person is told of where the work goes on.
    public static let progressName = "progress"
    private static let ending = ".checkpoint"

    /// - Parameter clock: seconds of a clock that only goes forward.
    public init(
        in folder: FilePath, files: any FileSystem, every interval: Double = Self.interval, clock: @escaping @Sendable () -> Double
    ) {
        (self.folder, self.files, self.clock, name, told) = (folder, files, clock, "", [])
        pace = Pace(least: interval, now: clock())
    }

    private init(_ other: Checkpoints, _ part: String, _ told: String?) {
        (folder, files, clock, pace) = (other.folder, other.files, other.clock, other.pace)
        name = other.name.isEmpty ? part : "\(other.name)-\(part)"
        self.told = other.told + (told.map { [$0] } ?? [])
    }

    /// Those of a piece of work within this one.
    ///
    /// - Parameters:
    ///   - part: a name of letters, digits and hyphens that no other has.
    ///   - told: what a person is told of it; `nil` for nothing.
    public func part(_ part: String, told: String? = nil) -> Checkpoints { Checkpoints(self, part, told) }

    private var path: FilePath { folder.appending((name.isEmpty ? "work" : name) + Self.ending) }

    /// How far the work was; `nil` where it begins.
    public func read() -> Checkpoint? {
        guard (try? files.exists(path)) == true, let bytes = try? files.read(path) else { return nil }
        return Checkpoint(file: bytes)
    }

    /// Seconds of a clock, by which it is known how long something took.
    public var now: Double { clock() }

    /// Whether as much time has passed as is to lie between two files.
    public var isDue: Bool { pace.isDue(clock()) }

    /// Whether the end of work that began then is worth a file: what took a moment is done again as quickly.
    public func isWorth(since begun: Double) -> Bool { clock() - begun >= pace.least / 4 }

    /// "round 300 of 1,000".
    public static func progress(_ what: String, _ step: Int, of most: Int) -> String { "\(what) \(grouped(step)) of \(grouped(most))" }

    private static func grouped(_ number: Int) -> String {
        number < 1000 ? "\(number)" : grouped(number / 1000) + "," + String(number % 1000 + 1000).dropFirst()
    }

    /// Keeps how far the work is. Where that fails, as on a full disk, the work goes on without.
    ///
    /// - Parameter progress: what a person is told if it goes on from here: "round 300 of 1,000".
    public func write(_ checkpoint: Checkpoint, _ progress: String) {
        let begun = clock()
        try? files.makeDirectory(folder)
        try? files.write(checkpoint.file, to: path)
        try? files.write(([progress] + told.reversed()).joined(separator: " of "), to: folder.appending(Self.progressName))
        pace.wait(after: begun, clock())
    }
}

extension StageContext {
    /// The same for a piece of the work.
    public func part(_ name: String, told: String? = nil) -> StageContext {
        var part = self
        part.checkpoints = checkpoints?.part(name, told: told)
        return part
    }
}
