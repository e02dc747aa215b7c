using System.Buffers;
using System.IO.Compression;
using IndustryGraph.Server.GraphQL;
using Microsoft.AspNetCore.Http.Features;

namespace IndustryGraph.Server.Http;

/// <summary>A request body, unzipped, in memory that goes back to its pool. Never longer than the limit.</summary>
internal sealed class RequestBody : IDisposable
{
    private byte[] buffer;
    private int length;

    private RequestBody(int size) => buffer = ArrayPool<byte>.Shared.Rent(size);

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, length);

    /// <summary>Reads a body, and stops as soon as it passes the limit, as sent or as unzipped.</summary>
    /// <exception cref="GraphQLProblem">It is too long, not in an encoding that we read, damaged, or too slow.</exception>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // Of zipped bytes no more are read either.
            size.MaxRequestBodySize = limit;
        }

        var unzipped = Unzip(request);
        var body = new RequestBody((int)Math.Min(limit, request.ContentLength ?? 4_096) + 1);
        try
        {
            await body.FillAsync(unzipped, limit, cancellationToken);
            return body;
        }
        catch (BadHttpRequestException error)
        {
            body.Dispose();
            throw error.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => TooLarge(limit),
                StatusCodes.Status408RequestTimeout => new GraphQLProblem(ErrorCodes.RequestTimeout, "The body came too slowly. Send the request again."),
                _ => new GraphQLProblem(ErrorCodes.BadRequest, "The body did not arrive whole. Send the request again."),
            };
        }
        catch (InvalidDataException)
        {
            body.Dispose();
            throw new GraphQLProblem(ErrorCodes.BadRequest, "The body is not in the encoding that Content-Encoding names.");
        }
        catch
        {
            body.Dispose();
            throw;
        }
        finally
        {
            if (unzipped != request.Body)
            {
                await unzipped.DisposeAsync();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var returned = Interlocked.Exchange(ref buffer, []);
        if (returned.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(returned);
        }

        length = 0;
    }

    private static Stream Unzip(HttpRequest request)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        return encoding.ToLowerInvariant() switch
        {
            "" or "identity" => request.Body,
            "gzip" => new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
            "br" => new BrotliStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
            "deflate" => new ZLibStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
            _ => throw new GraphQLProblem(ErrorCodes.UnsupportedMediaType, "The content encoding is not one of gzip, br and deflate. Send the body plain."),
        };
    }

    private async Task FillAsync(Stream source, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (length == buffer.Length)
            {
                Grow();
            }

            var read = await source.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                return;
            }

            length += read;
            if (length > limit)
            {
                throw TooLarge(limit);
            }
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    private static GraphQLProblem TooLarge(int limit) =>
        new GraphQLProblem(ErrorCodes.BodyTooLarge, $"The body has more than {limit} bytes. Send a shorter document or fewer variables.").With("allowed", limit);
}
