internal import MLKitFingerprints
internal import MLKitProcesses
internal import MLKitSpec

/// Stages that are handed over before there is room for them.
extension Run {
    /// Lets the next stages stand by, so that they start as soon as there is room for them. Where the runner first has
    /// to hear of the room, a core idles for about as long as a small command takes.
    mutating func handOverNext(_ group: inout Group) async throws {
        guard options.jobs > 1, try processes.launcher().letsStandBy else { return }
        while mayStart, schedule.takesAnother {
            if let index = schedule.standBy() {
                try await begin(index, &group, below: options.jobs)
            } else if let index = schedule.takeReady() {
                if try !skip(index) { schedule.queue(index) }
            } else {
                return
            }
        }
    }

    /// Tells of stages that stood by and have started, since a place was free for them.
    mutating func tellNext() {
        for (index, reasons) in untold where !schedule.standingBy.contains(index) { tellStarted(index, reasons) }
    }

    mutating func tellStarted(_ index: Int, _ reasons: [StaleReason]) {
        untold[index] = nil
        report(.started(stage: schedule.stages[index].name, reasons: reasons))
    }

    /// A stage that stood by was not started: it may be, in its turn.
    mutating func putBack(_ attempt: Attempt) {
        schedule.putBack(attempt.index)
        reasons[attempt.index] = untold.removeValue(forKey: attempt.index)
    }
}
