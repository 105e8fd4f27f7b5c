extension Double {
    /// For sentences: at most `places` decimal places, and none from 1,000 on.
    public func brief(_ places: Int = 4) -> String {
        var unit = 1.0
        if abs(self) < 1000 { for _ in 0..<places { unit *= 10 } }
        let rounded = (self * unit).rounded() / unit
        return Int(exactly: rounded).map(String.init) ?? rounded.description
    }
}
