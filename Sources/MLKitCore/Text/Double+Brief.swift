extension Double {
    /// For sentences: at most `places` decimal places, and none from 1,000 on.
    public func brief(_ places: Int = 4) -> String {
        var unit = 1.0
        if abs(self) < 1000 { for _ in 0..<places { unit *= 10 } }
        let rounded = (self * unit).rounded() / unit
        return Int(exactly: rounded).map(String.init) ?? rounded.description
    }

    /// The same for a figure, which may be small: one that would be written as 0 and is none has six digits that matter.
    public func briefFigure(_ places: Int = 4) -> String {
        let text = brief(places)
        return text == "0" && self != 0 ? Figure.text(self) : text
    }

    /// For sentences about numbers that may be none: `NaN`, `infinity`, `minus infinity`, or the figure.
    public var words: String {
        isFinite ? briefFigure() : isNaN ? "NaN" : self > 0 ? "infinity" : "minus infinity"
    }
}
