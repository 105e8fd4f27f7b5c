internal import MLKitSignature

// What single values that have their type count for.

extension ColumnReader {
    /// Takes a whole number of a column of such.
    func takeWhole(_ whole: Int64, _ number: Int) {
        profile.present += 1
        profile.integers += 1
        profile.numbers += 1
        checkCategory(whole, number)
        checkBounds(Double(whole), number)
    }

    /// Takes a number of which no text is known.
    func takeReal(_ value: Double, _ number: Int) {
        profile.present += 1
        profile.numbers += 1
        if value == value.rounded(), value.magnitude < 0x1p63 { profile.integers += 1 }
        checkBounds(value, number)
    }

    func takeTruth() {
        profile.present += 1
        profile.booleans += 1
    }

    /// - Parameter microseconds: since 1970.
    func takeMoment(_ microseconds: Int64) -> UInt64 {
        profile.present += 1
        if microseconds % Calendar.microsecondsADay != 0 { profile.timed += 1 }
        watch(Calendar.day(ofMicroseconds: microseconds))
        return UInt64(bitPattern: microseconds)
    }

    func watch(_ days: Int64) {
        if watchesDays, !profile.hasLateDay, Calendar.parts(days: days).day > 12 { profile.hasLateDay = true }
    }

    func countMissing(_ number: Int) {
        profile.missing += 1
        if plan.isNullable == false { note(.missing, "", number) }
    }
}
