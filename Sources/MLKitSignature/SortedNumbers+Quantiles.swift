extension SortedNumbers {
    /// The numbers below which some shares are, of numbers in any order, as `quantile` has them of sorted ones.
    ///
    /// Only what is asked for is put where sorting would put it, which takes less time than sorting.
    ///
    /// - Parameter numbers: at least one, and none that is NaN.
    public static func quantiles(_ shares: [Double], ofAny numbers: [Double]) -> [Double] {
        var numbers = numbers
        let last = numbers.count - 1
        let places = shares.flatMap { share in
            let place = share * Double(last)
            return [Int(place.rounded(.down)), Int(place.rounded(.up))]
        }
        numbers.withUnsafeMutableBufferPointer { numbers in
            var start = 0
            for place in Set(places).sorted() {
                select(place, from: start, to: last, of: numbers)
                start = place + 1
            }
        }
        return shares.map { quantile($0, of: numbers) }
    }

    /// The number at a place, which is put there as sorting would put it, with smaller ones before it and larger ones behind.
    ///
    /// - Parameter numbers: none that is NaN.
    package static func select(_ place: Int, of numbers: inout [Double]) -> Double {
        let last = numbers.count - 1
        numbers.withUnsafeMutableBufferPointer { select(place, from: 0, to: last, of: $0) }
        return numbers[place]
    }

    /// Puts the number at a place that sorting would put there, smaller ones before it and larger ones behind: C. A. R. Hoare,
    /// "Algorithm 65: Find" (1961), with the median of three.
    private static func select(_ place: Int, from first: Int, to last: Int, of numbers: UnsafeMutableBufferPointer<Double>) {
        var (low, high) = (first, last)
        while low < high {
            let pivot = median(numbers[low], numbers[(low + high) / 2], numbers[high])
            var (left, right) = (low, high)
            while left <= right {
                while numbers[left] < pivot { left += 1 }
                while numbers[right] > pivot { right -= 1 }
                guard left <= right else { break }
                numbers.swapAt(left, right)
                left += 1
                right -= 1
            }
            if place <= right {
                high = right
            } else if place >= left {
                low = left
            } else {
                return
            }
        }
    }

    private static func median(_ one: Double, _ other: Double, _ third: Double) -> Double {
        max(min(one, other), min(max(one, other), third))
    }
}
