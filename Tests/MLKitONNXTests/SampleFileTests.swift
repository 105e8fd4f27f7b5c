import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitONNX

/// Arrays as NumPy writes them, and what is fed of them.
@Suite struct SampleFileTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func read(_ program: String, _ file: String = "s.npz") async throws -> [String: Tensor] {
        let python = BuiltTool.sourceRoot.pushing(".venv/bin/python").string
        let outcome = try await BuiltTool.run(python, ["-c", "import numpy as np\n" + program], in: scratch.path)
        #expect(outcome.status == 0, "\(outcome.error)")
        return try SampleFile(reading: scratch.path.appending(file), files: LocalFileSystem()).arrays
    }

    @Test func everyTypeIsRead() async throws {
        let arrays = try await read(
            """
            np.savez("s.npz", f4=np.float32([[1, 2.5], [3, -4]]), f8=np.float64([1e300]), f2=np.float16([0.5]), i8=np.int64([-(1 << 40)]),
                i4=np.int32([7]), i2=np.int16([-3]), i1=np.int8([-128]), u1=np.uint8([255]), b=np.array([True, False]),
                s=np.array(["Zürich", "", "日本"]), scalar=np.float32(4), empty=np.zeros((0, 3), "f4"))
            """)
        #expect(
            arrays == [
                "f4": try Tensor(.float([1, 2.5, 3, -4]), shape: [2, 2]), "f8": Tensor(.double([1e300])), "f2": Tensor(.float16([0.5])),
                "i8": Tensor(.int64([-(1 << 40)])), "i4": Tensor(.int32([7])), "i2": Tensor(.int16([-3])), "i1": Tensor(.int8([-128])),
                "u1": Tensor(.uint8([255])), "b": Tensor(.bool([true, false])), "s": Tensor(.string(["Zürich", "", "日本"])),
                "scalar": .scalar(4 as Float), "empty": try Tensor(.float([]), shape: [0, 3]),
            ])
    }

    /// Numbers without a sign, and of machines that write the first byte first.
    @Test func everyOrderOfBytesIsRead() async throws {
        let arrays = try await read(
            """
            np.savez("s.npz", u2=np.uint16([65535]), u4=np.uint32([4294967295]), u8=np.uint64([18446744073709551615]),
                F4=np.array([1.5, -2], ">f4"), F8=np.array([1e300], ">f8"), F2=np.array([0.5], ">f2"), I8=np.array([-(1 << 40)], ">i8"),
                I2=np.array([-3], ">i2"), U4=np.array([7], ">u4"), S=np.array(["Zürich", ""], ">U6"))
            """)
        #expect(
            arrays == [
                "u2": Tensor(.uint16([65535])), "u4": Tensor(.uint32([.max])), "u8": Tensor(.uint64([.max])),
                "F4": Tensor(.float([1.5, -2])),
                "F8": Tensor(.double([1e300])), "F2": Tensor(.float16([0.5])), "I8": Tensor(.int64([-(1 << 40)])),
                "I2": Tensor(.int16([-3])),
                "U4": Tensor(.uint32([7])), "S": Tensor(.string(["Zürich", ""])),
            ])
    }

    /// Rows that do not fill the last run of a fixed number.
    @Test func rowsThatAreNoMultipleAreCounted() throws {
        let input = ValueDescription(name: "x", type: .float, shape: [4, 2])
        let x = try Tensor(.float([Float](repeating: 0, count: 316)), shape: [158, 2])
        #expect { try SampleFeeds(["x": x], for: [input]) } throws: {
            "\($0)".contains("has 158 rows, and the model takes float [4, 2]: 4 at a time") && "\($0)".contains("leave 2 out")
        }
    }

    @Test func packedArchivesAndSingleArraysAreRead() async throws {
        let packed = try await read("np.savez_compressed('s.npz', x=np.arange(1000, dtype='f4'))")
        #expect(packed["x"]?.floats == (0..<1000).map { Float($0) })
        let single = try await read("np.save('s.npy', np.int64([[1], [2]]))", "s.npy")
        #expect(single == ["": try Tensor(.int64([1, 2]), shape: [2, 1])])
    }

    @Test(arguments: [
        ("np.savez('s.npz', x=np.asfortranarray(np.zeros((2, 3))))", "it is in Fortran's order"),
        ("np.savez('s.npz', x=np.zeros(2, 'c16'))", "it has elements of type `<c16`"),
        ("open('s.npz', 'wb').write(b'nothing of the kind' * 9)", "is neither an .npz, an .npy nor a Parquet file"),
        ("np.savez('s.npz', x=np.zeros(99)); d = open('s.npz', 'rb').read(); open('s.npz', 'wb').write(d[:300] + d[600:])", ""),
        ("np.savez('s.npz', x=np.zeros(99)); d = open('s.npz', 'rb').read(); open('s.npz', 'wb').write(d[:300])",
            "its end, which lists the arrays, is not there"),
        ("np.save('x.npy', np.zeros(99)); d = open('x.npy', 'rb').read(); open('s.npz', 'wb').write(d[:300])",
            "do not hold the 99 elements of its shape"),
    ])
    func whatCannotBeReadIsNamed(program: String, reason: String) async throws {
        await #expect { _ = try await read(program) } throws: { reason.isEmpty || "\($0)".contains(reason) }
    }

    private let inputs = [
        ValueDescription(name: "x", type: .float, shape: ["N", 2]), ValueDescription(name: "sr", type: .int64, shape: []),
    ]

    @Test func oneDimensionMoreCountsSamples() throws {
        let x = try Tensor(.double([1, 2, 3, 4, 5, 6, 7, 8]), shape: [2, 2, 2])
        let feeds = try SampleFeeds(["x": x, "sr": .scalar(16_000 as Int64)], for: inputs).feeds
        #expect(feeds.count == 2)
        #expect(feeds[1]["x"] == (try Tensor(.float([5, 6, 7, 8]), shape: [2, 2])))
        #expect(feeds[1]["sr"] == .scalar(16_000 as Int64))
        let one = try SampleFeeds(["x": Tensor(.float([1, 2]), shape: [1, 2]), "sr": Tensor(.int64([1, 2, 3]))], for: inputs).feeds
        #expect(one.map { $0["sr"] } == [.scalar(1 as Int64), .scalar(2 as Int64), .scalar(3 as Int64)])
    }

    @Test func arraysThatDoNotFitAreNamed() throws {
        let x = try Tensor(.float([1, 2]), shape: [1, 2])
        let rate = Tensor.scalar(1 as Int64)
        let cases: [([String: Tensor], String)] = [
            (["x": x], "the samples have no array `sr`, which the model takes"),
            (["x": x, "sr": rate, "sx": rate], "the samples have an array `sx`, and the model has no such input"),
            (["x": Tensor(.float([1, 2])), "sr": rate], "the array `x` has the shape [2], and the model takes float [N, 2]"),
            (["x": Tensor(.string(["a", "b"])), "sr": rate], "the array `x` holds string, and the model takes float [N, 2]"),
            (
                ["x": try Tensor(.float([1, 2, 3, 4]), shape: [2, 1, 2]), "sr": Tensor(.int64([1, 2, 3]))],
                "the array `x` has 2 samples, and others have 3"
            ),
        ]
        for (arrays, message) in cases {
            #expect { try SampleFeeds(arrays, for: inputs) } throws: { "\($0)".contains(message) }
        }
    }
}
