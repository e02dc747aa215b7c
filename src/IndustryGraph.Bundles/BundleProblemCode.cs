namespace IndustryGraph.Bundles;

/// <summary>The closed list of what can be wrong with a bundle. Files and answers write the code of <see cref="BundleProblemCodes.Code"/>.</summary>
public enum BundleProblemCode
{
    /// <summary>The folder is not there.</summary>
    FolderMissing,

    /// <summary>A file that every bundle has is not there.</summary>
    FileMissing,

    /// <summary>A file or folder that no bundle has: a kind that does not exist.</summary>
    UnknownFile,

    /// <summary>A file cannot be opened or read to its end.</summary>
    FileUnreadable,

    /// <summary>A symbolic link leads out of the bundle.</summary>
    OutsideFolder,

    /// <summary>A file has not even a header, or is a pipe or a device.</summary>
    EmptyFile,

    /// <summary>Bytes are not UTF-8.</summary>
    BadUtf8,

    /// <summary>Bytes are not of the encoding that the file is in, or it is one that is not read.</summary>
    BadEncoding,

    /// <summary>The path is neither a folder nor an archive that is read.</summary>
    NotABundle,

    /// <summary>An archive is damaged, cut off or encrypted.</summary>
    ArchiveUnreadable,

    /// <summary>An archive unpacks to more than is permitted.</summary>
    ArchiveTooLarge,

    /// <summary>An entry of an archive leads out of it, is no ordinary file, or has the name of another.</summary>
    EntryRefused,

    /// <summary>A file of one kind is there twice: as CSV and as JSON Lines.</summary>
    DuplicateFile,

    /// <summary>The cells are parted by something else than commas.</summary>
    WrongDelimiter,

    /// <summary>The header is not the first row: a title stands above it.</summary>
    HeaderNotFirst,

    /// <summary>The header has more columns than any file may have.</summary>
    TooManyColumns,

    /// <summary>A required column is not there.</summary>
    MissingColumn,

    /// <summary>A column that the file does not have.</summary>
    UnknownColumn,

    /// <summary>A column stands twice.</summary>
    DuplicateColumn,

    /// <summary>A row has more or fewer cells than the header, or none.</summary>
    RaggedRow,

    /// <summary>A mapping says something that cannot be done; the value says where in it.</summary>
    BadMapping,

    /// <summary>The values that a mapping lists do not have that of a cell.</summary>
    UnmappedValue,

    /// <summary>No entity has the name.</summary>
    UnknownName,

    /// <summary>More than one entity has the name; the message lists them.</summary>
    AmbiguousName,

    /// <summary>A row is longer than the limit.</summary>
    RowTooLong,

    /// <summary>A quoted cell does not end where it should.</summary>
    UnclosedQuote,

    /// <summary>A quotation mark stands in a cell that is not quoted.</summary>
    StrayQuote,

    /// <summary>Text follows the closing quotation mark of a cell.</summary>
    TextAfterQuote,

    /// <summary>A line is not a JSON object.</summary>
    BadJson,

    /// <summary>A field of JSON has a value of another type than its column.</summary>
    BadType,

    /// <summary>A cell holds NUL or another control character.</summary>
    ControlCharacter,

    /// <summary>A required cell is empty.</summary>
    MissingValue,

    /// <summary>An entity has neither a Chinese nor an English name.</summary>
    NameMissing,

    /// <summary>Text is not the id of an entity, or of a link where that is permitted.</summary>
    MalformedId,

    /// <summary>Text is not a qualifier.</summary>
    BadQualifier,

    /// <summary>The list of alternative names has an empty name, or a backslash that escapes nothing.</summary>
    BadAltNames,

    /// <summary>Text is not a number, or not a permitted one.</summary>
    BadNumber,

    /// <summary>Text is not a date.</summary>
    BadDate,

    /// <summary>A validity ends before it starts.</summary>
    DatesReversed,

    /// <summary>Text is not a stage.</summary>
    BadStage,

    /// <summary>Text is not a quality of match.</summary>
    BadMatch,

    /// <summary>Text is not an evidence.</summary>
    BadEvidence,

    /// <summary>A quote is longer than permitted.</summary>
    QuoteTooLong,

    /// <summary>A further citation names an entity or link that is not in the bundle.</summary>
    UnknownSubject,

    /// <summary>An entity stands twice; the message names the other row.</summary>
    DuplicateEntity,

    /// <summary>A link stands twice; the message names the other row.</summary>
    DuplicateLink,

    /// <summary>A link names an entity that is not in the bundle.</summary>
    DanglingEnd,

    /// <summary>A citation names what is no source of the bundle.</summary>
    UnknownSource,

    /// <summary>A classification item names what is no classification of the bundle.</summary>
    UnknownScheme,

    /// <summary><c>BROADER</c> links lead back to where they started; the message lists them.</summary>
    TaxonomyCycle,

    /// <summary>A link of this kind may not join entities of these kinds.</summary>
    EndKindRefused,

    /// <summary>An entity or link of this kind may not carry the attribute.</summary>
    AttributeRefused,

    /// <summary>An entity would change its kind: its id says what it is.</summary>
    KindChanged,

    /// <summary>The row needs another that is left out for a problem of its own.</summary>
    DependsOnRejected,

    /// <summary>What the bundle omits is needed by what stays in the graph.</summary>
    StillNeeded,

    /// <summary>Rows do not say which entity or link they are, so that it is not known what the bundle omits.</summary>
    OmissionsUnknown,

    /// <summary>A row says what another says already: nothing is lost, the row is needless. A warning.</summary>
    RepeatedRow,
}
