package dev.churn.supabase;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.util.Locale;

/** Translates responses that a retry would not change for the caller. */
final class StorageErrors {
  private static final String POLICY =
      " Row-level security does not let this key do that: give it the policies on storage.objects"
          + " that the error at start-up names (insert, and for replacing an object also select and"
          + " update), or use the secret key.";

  /** The names of the settings that hold a key, by preference. */
  static final String KEY_SETTINGS =
      "SUPABASE_SECRET_KEY, SUPABASE_SERVICE_ROLE_KEY, SUPABASE_PUBLISHABLE_KEY or"
          + " SUPABASE_ANON_KEY";

  private static final String NO_GATEWAY =
      " A storage server without an API gateway in front takes JWT keys only. Keys that begin with"
          + " sb_ need the gateway: let SUPABASE_URL be its address, or use the key that is a JWT"
          + " (service_role).";

  private StorageErrors() {}

  /**
   * {@return the error for a refused request}
   *
   * @param work description of the operation, for example "storing datasets/a.csv in http://host"
   */
  static ChurnException of(String work, StorageResponse answer) {
    String found = work + ": the storage answered " + answer.inWords() + ".";
    if (answer.isNoSuchRoute()) {
      return unusable(found + " There is no Supabase Storage at this address: check SUPABASE_URL.");
    }
    if (isNotAJwt(answer)) {
      return unusable(found + NO_GATEWAY + " Otherwise the key is damaged: check " + KEY_SETTINGS + ".");
    }
    return switch (answer.status()) {
      case 401, 403 -> unusable(found + whyForbidden(answer));
      case 404 ->
          isBucketMissing(answer)
              ? unusable(found + " The bucket is missing: restart the server to have it created.")
              : new ChurnException(ErrorCode.NOT_FOUND, found);
      case 409 -> new ChurnException(ErrorCode.CONFLICT, found);
      case 413 ->
          new ChurnException(
              ErrorCode.TOO_LARGE,
              found
                  + " Its limits are the bucket's file_size_limit and the project's upload size."
                  + " Feature tables are smaller with FEATURES_COMPRESSION=gzip.");
      case 415 ->
          new ChurnException(
              ErrorCode.UNSUPPORTED_TYPE,
              found + " The bucket's allowed_mime_types must name the exact type.");
      default ->
          answer.httpStatus() >= 300 && answer.httpStatus() < 400
              ? unusable(
                  found
                      + " Redirects are not followed, since the key goes along: check SUPABASE_URL.")
              : unusable(found);
    };
  }

  /** {@return the error for a success response that this server should not send} */
  static ChurnException unexpected(String work, String expected, StorageResponse answer) {
    return unusable(
        "%s: expected %s, the storage answered %s with content type %s. Check SUPABASE_URL."
            .formatted(work, expected, answer.inWords(), answer.headers().get("Content-Type")));
  }

  static boolean isBucketMissing(StorageResponse answer) {
    return answer.status() == 404 && answer.message().startsWith("Bucket not found");
  }

  /** {@return whether row-level security refused, rather than the key itself} */
  static boolean isPolicy(StorageResponse answer) {
    String message = answer.message().toLowerCase(Locale.ROOT);
    return message.contains("row-level security") || message.startsWith("access denied");
  }

  private static String whyForbidden(StorageResponse answer) {
    return isPolicy(answer)
        ? POLICY
        : " The key was not accepted: check " + KEY_SETTINGS + " (whole, of this project, not"
            + " expired or rotated).";
  }

  /** {@return whether the storage found no JWT where it expects one} */
  private static boolean isNotAJwt(StorageResponse answer) {
    return answer.message().equals("Invalid Compact JWS")
        || answer.message().contains("must have required property 'authorization'");
  }

  /**
   * {@return an error for a misconfigured server; the same request may succeed once that is fixed}
   */
  private static ChurnException unusable(String message) {
    return new ChurnException(ErrorCode.UNAVAILABLE, message);
  }
}
