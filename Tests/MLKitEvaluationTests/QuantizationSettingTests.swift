import MLKitONNX
import MLKitReports
import Testing

@testable import MLKitEvaluation

@Suite struct QuantizationSettingTests {
    /// A project goes on with a setting that does nothing, and is told of it; of one that is as it would be anyway there is nothing to say.
    @Test func whatHasNoEffectInAStageIsTold() {
        var configuration = QuantizeConfiguration()
        configuration.method = .dynamic
        #expect(QuantizationSetting.idle(inStage: configuration).isEmpty)
        configuration.calibration.method = .mse
        #expect(
            QuantizationSetting.idle(inStage: configuration) == [
                "`calibration` is set: it has no effect with `method: dynamic`, and goes with `method: static` and `method: auto`"
            ])
        configuration.method = .static
        configuration.calibration.percentile = 99
        #expect(
            QuantizationSetting.idle(inStage: configuration) == [
                "`percentile` is set: it has no effect with `calibration: mse`, and goes with `calibration: percentile`"
            ])
        configuration.calibration.method = .percentile
        #expect(QuantizationSetting.idle(inStage: configuration).isEmpty)
    }
}
