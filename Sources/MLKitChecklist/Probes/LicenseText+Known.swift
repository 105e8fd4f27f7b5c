extension LicenseText {
    /// A licence and what stands in its text.
    struct Known: Sendable {
        var name: String
        var sentences: [String]
        /// What stands in the text of a sibling only.
        var lacks: String?

        init(_ name: String, lacks: String? = nil, _ sentences: String...) {
            (self.name, self.sentences, self.lacks) = (name, sentences, lacks)
        }
    }

    private static let notice = "shall be included in all copies or substantial portions of the software"
    private static let grant =
        "permission is hereby granted free of charge to any person obtaining a copy of this software and associated documentation files"
    private static let asIs = "the software is provided as is without warranty of any kind"
    private static let source = "redistributions of source code must retain the"
    private static let binary = "redistributions in binary form must reproduce the"
    private static let noWarranties = "as is and any express or implied warranties"
    private static let endorsing = "endorse or promote products derived from this software without specific prior written permission"
    private static let forAnyPurpose = "distribute this software for any purpose with or without fee is hereby granted"
    private static let appearing = "provided that the above copyright notice and this permission notice appear in all copies"
    private static let disclaiming = "disclaims all warranties with regard to this software"
    private static let verbatim = "everyone is permitted to copy and distribute verbatim copies of this license document"
    private static let accepting = "by exercising the licensed rights defined below you accept and agree to be bound by the terms and "
        + "conditions"

    static let known = [
        Known("MIT", grant, notice, asIs), Known("MIT-0", lacks: notice, grant, asIs),
        Known(
            "Apache-2.0", "apache license version 2 0 january 2004", "terms and conditions for use reproduction and distribution",
            "grant of patent license subject to the terms and conditions of this license each contributor hereby grants to you",
            "unless required by applicable law or agreed to in writing licensor provides the work"),
        Known("BSD-3-Clause", source, binary, endorsing, noWarranties),
        Known("BSD-2-Clause", lacks: endorsing, source, binary, noWarranties),
        Known("ISC", forAnyPurpose, appearing, disclaiming), Known("0BSD", lacks: appearing, forAnyPurpose, disclaiming),
        Known(
            "GPL-2.0", "gnu general public license version 2 june 1991", verbatim,
            "because the program is licensed free of charge there is no warranty for the program"),
        Known(
            "GPL-3.0", "gnu general public license version 3 29 june 2007", verbatim,
            "the gnu general public license is a free copyleft license for software and other kinds of works"),
        Known(
            "LGPL-2.1", "gnu lesser general public license version 2 1 february 1999", verbatim,
            "because the library is licensed free of charge there is no warranty for the library"),
        Known(
            "LGPL-3.0", "gnu lesser general public license version 3 29 june 2007", verbatim,
            "incorporates the terms and conditions of version 3 of the gnu general public license"),
        Known(
            "AGPL-3.0", "gnu affero general public license version 3 19 november 2007", verbatim,
            "specifically designed to ensure cooperation with the community in the case of network server software"),
        Known(
            "MPL-2.0", "mozilla public license version 2 0",
            "each contributor hereby grants you a world wide royalty free non exclusive license",
            "covered software is provided under this license on an as is basis without warranty of any kind"),
        Known(
            "EPL-2.0", "eclipse public license v 2 0",
            "the accompanying program is provided under the terms of this eclipse public license",
            "any use reproduction or distribution of the program constitutes recipient s acceptance of this agreement"),
        Known(
            "BSL-1.0", "boost software license version 1 0 august 17th 2003",
            "obtaining a copy of the software and accompanying documentation"),
        Known(
            "Zlib", "in no event will the authors be held liable for any damages arising from the use of this software",
            "the origin of this software must not be misrepresented"),
        Known(
            "Unlicense", "this is free and unencumbered software released into the public domain",
            "anyone is free to copy modify publish use compile sell or distribute this software"),
        Known("CC0-1.0", "cc0 1 0 universal", "affirmer hereby overtly fully permanently irrevocably and unconditionally waives"),
        Known("CC-BY-4.0", "attribution 4 0 international public license", accepting),
        Known("CC-BY-SA-4.0", "attribution sharealike 4 0 international public license", accepting),
        Known("CC-BY-NC-4.0", "attribution noncommercial 4 0 international public license", accepting),
        Known("CC-BY-NC-SA-4.0", "attribution noncommercial sharealike 4 0 international public license", accepting),
        Known("CC-BY-ND-4.0", "attribution noderivatives 4 0 international public license", accepting),
        Known("CC-BY-NC-ND-4.0", "attribution noncommercial noderivatives 4 0 international public license", accepting),
        Known("OFL-1.1", "sil open font license version 1 1", "may be sold by itself"),
    ]
}
