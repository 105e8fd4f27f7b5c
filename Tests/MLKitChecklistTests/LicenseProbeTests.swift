import Foundation
import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import Testing

/// Texts of licences held against the licence that a project names.
@Suite struct LicenseProbeTests {
    static let mit = """
        Copyright (c) 2026 Ada Example

        Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
        documentation files (the “Software”), to deal in the Software without restriction, including without limitation the
        rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
        persons to whom the Software is furnished to do so, subject to the following conditions:

        The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
        Software.

        THE SOFTWARE IS PROVIDED “AS IS”, WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
        WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT.
        """
    static let isc = """
        Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted,
        provided that the above copyright notice and this permission notice appear in all copies.

        THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE.
        """
    static let bsd = """
        Redistribution and use in source and binary forms, with or without modification, are permitted provided that:
        * Redistributions of source code must retain the above copyright notice, this list of conditions and the disclaimer.
        * Redistributions in binary form must reproduce the above copyright notice.
        THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES ARE DISCLAIMED.
        """
    static let endorsing = """
        * Neither the name of the copyright holder nor the names of its contributors may be used to endorse or promote products
          derived from this software without specific prior written permission.
        """

    private func verdict(_ license: String, _ tracked: [String: String]) async throws -> ProbeVerdict {
        try await ProbeProject("mlkit: 1\nproject: {name: p, license: '\(license)'}\n", tracked: tracked).verdict("license: present")
    }

    @Test func aTextThatOnlySpeaksOfALicenceIsNone() async throws {
        for text in [
            "MIT License", "Licensed under the MIT License.", "Permission is hereby granted",
            "word " + String(repeating: "more words ", count: 60),
        ] {
            let verdict = try await verdict("MIT", ["LICENSE": text])
            #expect(verdict.outcome == .failed && verdict.message == "the text of `MIT` is not in `LICENSE`", "\(text)")
        }
        // A sentence that is left out is a condition that nobody agreed to leave out.
        let cut = Self.mit.replacing("shall be included in all copies", with: "may be left out of copies")
        #expect(try await verdict("MIT", ["LICENSE": cut]).outcome == .failed)
        let whole = try await verdict("MIT", ["LICENSE": Self.mit])
        #expect(whole.passes && whole.message == "the text of `MIT` is in `LICENSE`" && whole.evidence == ["LICENSE", "mlkit.yaml"])
    }

    @Test func itIsToldWhichLicenceThereIs() async throws {
        let other = try await verdict("Apache-2.0", ["LICENSE": Self.mit])
        #expect(other.outcome == .failed)
        #expect(other.message == "the text of `Apache-2.0` is not in `LICENSE`; there is that of `MIT`")
    }

    /// Siblings differ in a sentence that one of them has.
    @Test(arguments: [
        ("MIT", mit, true), ("MIT-0", mit, false), ("mit license", mit, true), ("ISC", isc, true), ("0BSD", isc, false),
        ("MIT", isc, false),
        ("BSD-2-Clause", bsd, true), ("BSD-3-Clause", bsd, false), ("BSD-3-Clause", bsd + endorsing, true),
        ("BSD-2-Clause", bsd + endorsing, false),
    ])
    func siblingsAreToldApart(license: String, text: String, isOne: Bool) async throws {
        #expect(try await verdict(license, ["LICENSE": text]).outcome == (isOne ? .passed : .failed))
    }

    @Test func anExpressionWantsEveryText() async throws {
        let both = ["LICENSE-MIT": Self.mit, "LICENSE-ISC.txt": Self.isc]
        let verdict = try await verdict("(MIT OR ISC WITH some-exception)", both)
        #expect(
            verdict.passes && verdict.message == "the text of `(MIT OR ISC WITH some-exception)` is in `LICENSE-ISC.txt` and `LICENSE-MIT`")
        #expect(try await self.verdict("MIT AND BSD-2-Clause", both).message.hasPrefix("the text of `BSD-2-Clause` is not in"))
        #expect(
            try await self.verdict("MIT", ["docs/LICENSE": Self.mit, "LICENSE.py": Self.mit]).message == "no `LICENSE` is tracked by git")
    }

    /// What is added to a licence, or was never filled in, or never decided.
    @Test(arguments: [
        (
            "<<<<<<< HEAD\n" + mit + "\n=======\nCopyright Corp. All rights reserved.\n>>>>>>> b\n",
            "has the marks of a merge that nobody resolved"),
        (
            mit + "\n\n\"Commons Clause\" License Condition v1.0\nThe grant of rights does not include the right to Sell.\n",
            "takes back a part of what its licence gives"),
        (mit + "\nThe above grant does not apply to commercial use.\n", "takes back a part of what its licence gives"),
        (
            mit.replacing("2026 Ada Example", with: "[year] [fullname]"),
            "still has the places of a template: `Copyright (c) [year] [fullname]`"),
        (bsd + "\nCopyright (c) <year>, <owner>\n", "still has the places of a template"),
    ])
    func aLicenceThatGivesNothingIsNone(text: String, why: String) async throws {
        let license = text.contains("Redistribution") ? "BSD-2-Clause" : "MIT"
        let found = try await verdict(license, ["LICENSE": text])
        #expect(found.outcome == .failed && found.message.hasPrefix("`LICENSE` \(why)"), "\(found.message)")
    }

    /// Nobody is kept from a licence that mlkit has not read: a person says that it is the one.
    @Test func anUnknownLicenceIsLeftToAPerson() async throws {
        let unknown = try await verdict("LicenseRef-Ours", ["LICENSE": "Take it, and bring it back.\n"])
        #expect(unknown.outcome == .manual)
        #expect(unknown.message == "mlkit does not know the text of `LicenseRef-Ours`, so that somebody has to look at `LICENSE`")
        #expect(try await verdict("MIT OR LicenseRef-Ours", ["LICENSE": Self.mit]).outcome == .manual)
        #expect(try await verdict("MIT OR LicenseRef-Ours", ["LICENSE": "Take it.\n"]).outcome == .failed)
    }

    @Test func whatIsUnderNoLicenceSaysSo() async throws {
        let own = "Copyright (c) Ada Example. All rights reserved.\n"
        #expect(try await verdict("proprietary", ["LICENSE": own]).passes)
        #expect(try await verdict("proprietary", ["LICENSE": "Ask Ada.\n"]).outcome == .failed)
        #expect(try await verdict("proprietary", ["LICENSE": own + Self.bsd]).message.hasSuffix("; there is that of `BSD-2-Clause`"))
    }

    /// The texts that Debian has of the greater licences.
    @Test(
        .enabled(if: FileManager.default.fileExists(atPath: "/usr/share/common-licenses/GPL-3")),
        arguments: [
            ("Apache-2.0", "Apache-2.0"), ("BSD-3-Clause", "BSD"), ("CC0-1.0", "CC0-1.0"), ("GPL-2.0-only", "GPL-2"),
            ("GPL-3.0-or-later", "GPL-3"),
            ("LGPL-2.1+", "LGPL-2.1"), ("LGPL-3.0", "LGPL-3"), ("MPL-2.0", "MPL-2.0"),
        ])
    func textsAsTheyArePublished(license: String, file: String) async throws {
        let text = try String(contentsOfFile: "/usr/share/common-licenses/\(file)", encoding: .utf8)
        #expect(try await verdict(license, ["COPYING": text]).passes)
        let others = ["Apache-2.0", "BSD-3-Clause", "CC0-1.0", "GPL-2.0", "GPL-3.0", "LGPL-2.1", "LGPL-3.0", "MPL-2.0", "AGPL-3.0", "MIT"]
        for other in others where !license.hasPrefix(other) {
            #expect(try await verdict(other, ["COPYING": text]).outcome == .failed, "\(other)")
        }
    }
}
