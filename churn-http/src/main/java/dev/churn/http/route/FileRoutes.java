package dev.churn.http.route;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.integrity.CheckedObject;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.http.access.Access;
import dev.churn.http.audit.Action;
import dev.churn.http.request.RequestLog;
import dev.churn.http.request.Requests;
import dev.churn.local.LocalObjectStore;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Hands out stored files of organizations that exist, whatever stores them. A file is found below
 * the organization that owns it and nowhere else. Tables of ours in CSV are given out so that a
 * spreadsheet runs nothing in them, and as they are stored with the option {@code raw=true}.
 */
public final class FileRoutes {
  static final String FILE = Routes.ORGANIZATION + "/files/{bucket}/<path>";

  private final Churn churn;
  private final FileLinks links;

  public FileRoutes(Churn churn, FileLinks links) {
    this.churn = churn;
    this.links = links;
  }

  public void register(Routes routes) {
    routes.ofTargets().open(FILE, Access.READ, Action.FILE_DOWNLOAD, this::ofOrganization);
    if (links.target() == FileLinks.Target.PUBLIC_ROUTE) {
      routes.open(
          LocalObjectStore.URL_PATH + "/{bucket}/<path>",
          Access.PUBLIC,
          Action.FILE_DOWNLOAD,
          this::ofAny);
    }
  }

  private void ofOrganization(Context ctx) throws IOException {
    serve(ctx, Requests.organization(ctx), keyOf(ctx));
  }

  private void ofAny(Context ctx) throws IOException {
    Optional<ObjectKey> key = keyOf(ctx);
    OrganizationId owner = key.flatMap(ObjectKey::owner).orElseThrow(() -> nothingAt(ctx));
    RequestLog.organization(ctx, owner);
    serve(ctx, owner, key);
  }

  private void serve(Context ctx, OrganizationId owner, Optional<ObjectKey> key)
      throws IOException {
    CheckedObject file =
        key.flatMap(known -> churn.files().find(owner, known)).orElseThrow(() -> nothingAt(ctx));
    boolean raw = Requests.query(ctx, "raw", Requests::flag).orElse(false);
    boolean asStored = raw || !isMadeForPeople(file.key());
    Runnable headers =
        () -> {
          ctx.contentType(contentType(file.key()));
          if (asStored) { // Content-Length is the size of the file
            ctx.header("Content-Length", Long.toString(file.size())).disableCompression();
          }
        };
    if (ctx.method().name().equals("HEAD")) {
      headers.run();
    } else {
      FileAnswer.send(ctx, headers, asStored ? file::writeTo : out -> writeCells(file, out));
    }
  }

  /** {@return whether a file is a table of ours that a spreadsheet opens} */
  private static boolean isMadeForPeople(ObjectKey key) {
    return key.bucket() == Bucket.UTILS && key.path().endsWith(".csv");
  }

  private static void writeCells(CheckedObject file, OutputStream out) throws IOException {
    var cells = new SpreadsheetCells(out);
    file.writeTo(cells);
    cells.end();
  }

  private static Optional<ObjectKey> keyOf(Context ctx) {
    String bucketId = ctx.pathParam("bucket");
    String path = ctx.pathParam("path");
    try {
      return Arrays.stream(Bucket.values())
          .filter(bucket -> bucket.id().equals(bucketId))
          .findFirst()
          .map(bucket -> new ObjectKey(bucket, path));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not a valid path of an object
    }
  }

  private static ChurnException nothingAt(Context ctx) {
    return new ChurnException(ErrorCode.NOT_FOUND, "There is no file at " + ctx.path());
  }

  /** {@return the media type by the extension, which tells what the bytes are} */
  private static String contentType(ObjectKey key) {
    String path = key.path();
    return switch (path.substring(path.lastIndexOf('.') + 1)) {
      // tables of ours are in UTF-8, uploads in what their programs write
      case "csv" -> key.bucket() == Bucket.DATASETS ? "text/csv" : "text/csv; charset=utf-8";
      case "gz" -> "application/gzip";
      case "zip" -> "application/zip";
      case "xlsx" -> "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
      case "jsonl" -> "application/x-ndjson";
      case "json" -> "application/json";
      default -> "application/octet-stream";
    };
  }
}
