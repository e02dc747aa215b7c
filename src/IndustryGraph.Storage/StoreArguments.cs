using IndustryGraph.Changes;
using IndustryGraph.Model;

namespace IndustryGraph.Storage;

/// <summary>What every store refuses before it does anything, so that all refuse the same.</summary>
internal static class StoreArguments
{
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public static void CheckLimit(int limit) => ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);

    /// <exception cref="ArgumentException">It names too many entities, asks too many link queries, or a limit is below 1.</exception>
    public static void Check(LevelQuery query)
    {
        CheckIds(query.Entities);
        CheckIds(query.LinksById);
        Check(query.Links);
        Check(query.LinkIds);

        static void Check(IReadOnlyList<LinkQuery> queries)
        {
            if (queries.Count > IGraphStore.MaxLinkQueries)
            {
                throw new ArgumentException(
                    $"One level asks at most {IGraphStore.MaxLinkQueries} link queries, not {queries.Count}: ask in parts.", nameof(query));
            }

            foreach (var links in queries)
            {
                CheckIds(links.Entities);
                CheckLimit(links.LimitPerEntity);
            }
        }
    }

    /// <exception cref="ArgumentException">Some text of it cannot be stored; the message says which.</exception>
    public static void Check(ChangeSet changes)
    {
        if (string.IsNullOrWhiteSpace(changes.Id))
        {
            throw new ArgumentException("A change set needs an id.", nameof(changes));
        }

        if (changes.Id.Length > IGraphStore.MaxChangeSetIdLength)
        {
            throw new ArgumentException(
                $"A change set's id has at most {IGraphStore.MaxChangeSetIdLength} characters; this one has {changes.Id.Length}.", nameof(changes));
        }

        CheckText(changes.Id, "The change set", "id");
        CheckText(changes.Provenance.Who, "The change set", "who");
        CheckText(changes.Provenance.Message, "The change set", "message");
        CheckText(changes.Provenance.Origin, "The change set", "origin");
        CheckText(changes.Provenance.ContentHash, "The change set", "content hash");
        foreach (var entity in changes.PutEntities)
        {
            Check(entity);
        }

        foreach (var link in changes.PutLinks)
        {
            CheckQualifier(link.Id);
            Check(link.Attributes, link.Id);
            Check(link.Citations, link.Id);
        }

        foreach (var link in changes.RemovedLinks)
        {
            CheckQualifier(link);
        }
    }

    private static void CheckIds<T>(IReadOnlyCollection<T> ids)
    {
        if (ids.Count > IGraphStore.MaxIds)
        {
            throw new ArgumentException($"One question names at most {IGraphStore.MaxIds} ids, not {ids.Count}: ask in parts.", nameof(ids));
        }
    }

    private static void Check(Entity entity)
    {
        CheckText(entity.Names.Chinese, entity.Id, "Chinese name");
        CheckText(entity.Names.English, entity.Id, "English name");
        foreach (var name in entity.Names.Alternatives)
        {
            CheckText(name, entity.Id, "alternative name");
        }

        CheckText(entity.DefinitionChinese, entity.Id, "Chinese definition");
        CheckText(entity.DefinitionEnglish, entity.Id, "English definition");
        Check(entity.Attributes, entity.Id);
        Check(entity.Citations, entity.Id);
    }

    private static void Check<T>(Attributes attributes, T subject)
        where T : struct
    {
        foreach (var (name, value) in attributes)
        {
            if (value.Type == AttributeType.Text)
            {
                CheckText(value.Text, subject, name.Code());
            }
        }
    }

    private static void Check<T>(Citations citations, T subject)
        where T : struct
    {
        foreach (var citation in citations)
        {
            CheckText(citation.Locator, subject, "locator");
            CheckText(citation.Quote, subject, "quote");
        }
    }

    private static void CheckQualifier(LinkId link)
    {
        if (link.Qualifier is not null && !LinkId.IsQualifier(link.Qualifier))
        {
            throw new ArgumentException(
                $"A link from {link.From} to {link.To} has a qualifier that is none: write 1 to {LinkId.MaxQualifierLength} "
                + "lower-case ASCII letters, digits, '-', '_' or '.'.");
        }
    }

    private static void CheckText<T>(string? text, T subject, string field)
    {
        // The subject is made into text only where there is something to say: this runs on every text of a load.
        if (text is not null && Refusal(text) is { } problem)
        {
            throw new ArgumentException($"{subject}: the {field} {problem}. Correct the text.");
        }
    }

    private static string? Refusal(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
            {
                return $"has a NUL character at position {i + 1}";
            }

            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return $"has half of a character (a lone surrogate, U+{(int)text[i]:X4}) at position {i + 1}";
            }
        }

        return null;
    }
}
