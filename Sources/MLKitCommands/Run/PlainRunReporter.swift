internal import MLKitProcesses
internal import MLKitRunning
internal import MLKitSpec

/// One line per event, for logs and pipes.
struct PlainRunReporter: RunReporter {
    let console: Console
    let wording: RunWording

    func report(_ event: RunEvent) {
        switch event {
        case .waiting(let holder): console.error(RunWording.waiting(holder))
        case .recovered(_, let note): console.error(wording.recovered(note))
        case .skipped: break
        case .overridden(let stage, let override): console.error(wording.overridden(stage, override))
        case .started(let stage, let reasons): console.error(wording.started(stage, reasons))
        case .resumed(let stage, let progress): console.error(wording.resumed(stage, progress))
        case .restored(let stage, let result, let seconds):
            console.error(wording.restored(stage, result, seconds))
        case .accepted(let stage): console.error(wording.accepted(stage))
        case .finished(let stage, let result, let measured):
            console.error(wording.finished(stage, result, measured.usage.seconds))
        case .failed(let stage, let failure, let measured):
            console.error(wording.failed(stage, failure, measured.usage.seconds))
        case .retried(let stage, let failure, _, let after): console.error(wording.retried(stage, failure, after))
        case .interrupted(let stage): console.error(wording.interrupted(stage))
        case .cancelled(let stage): console.error(wording.cancelled(stage))
        }
    }

    func conclude(_ summary: Pipeline.Summary, seconds: Double) {
        console.error(wording.conclusion(summary, seconds))
    }
}
