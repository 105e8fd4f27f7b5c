internal import MLKitPipeline
internal import MLKitSpec

/// One line per event, for logs and pipes.
struct PlainRunReporter: RunReporter {
    let console: Console
    let wording: RunWording

    func report(_ event: RunEvent) {
        switch event {
        case .waiting: console.error("waiting for another run of this project to end\n")
        case .skipped: break
        case .overridden(let stage, let override): console.error(wording.overridden(stage, override))
        case .started(let stage, let reasons): console.error(wording.started(stage, reasons))
        case .finished(let stage, let result, let seconds):
            console.error(wording.finished(stage, result, seconds))
        case .restored(let stage, let result, let seconds):
            console.error(wording.restored(stage, result, seconds))
        case .failed(let stage, let failure, let seconds): console.error(wording.failed(stage, failure, seconds))
        case .interrupted(let stage): console.error(wording.interrupted(stage))
        case .cancelled(let stage): console.error(wording.cancelled(stage))
        }
    }

    func conclude(_ summary: Pipeline.Summary, seconds: Double) {
        console.error(wording.conclusion(summary, seconds))
    }
}
