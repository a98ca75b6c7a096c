package dev.churn.http.route;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.http.request.RequestLog;
import dev.churn.local.LocalObjectStore;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Serves the files of the local object store. It serves only files in the folders of existing
 * organizations.
 */
public final class FileRoutes {
  private final Churn churn;

  public FileRoutes(Churn churn) {
    this.churn = churn;
  }

  public void register(Routes routes) {
    routes.open(LocalObjectStore.URL_PATH + "/{bucket}/<path>", this::serve);
  }

  private void serve(Context ctx) throws IOException {
    ObjectKey key = keyOf(ctx).orElseThrow(() -> nothingAt(ctx));
    OrganizationId owner = key.owner().orElseThrow(() -> nothingAt(ctx));
    RequestLog.organization(ctx, owner);
    Content file = churn.files().find(owner, key).orElseThrow(() -> nothingAt(ctx));
    ctx.contentType(contentType(key.path()))
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Length", Long.toString(file.size()))
        .disableCompression(); // Content-Length is the size of the file
    if (!ctx.method().name().equals("HEAD")) {
      ctx.result(file.open());
    }
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

  private static String contentType(String path) {
    if (path.endsWith(".csv")) {
      return "text/csv; charset=utf-8";
    }
    return path.endsWith(".gz") ? "application/gzip" : "application/octet-stream";
  }
}
