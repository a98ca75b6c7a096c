package dev.churn.http.settings;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.access.ApiKeySecret;
import dev.churn.domain.access.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who may use the server and how it knows them.
 *
 * @param required whether callers must prove who they are
 * @param isLoopback whether only programs of this machine reach the server
 * @param operatorKeys the keys of the operator; several while one is being replaced
 * @param tokens which tokens are accepted, where callers must prove who they are
 */
public record AccessSettings(
    boolean required,
    boolean isLoopback,
    List<OperatorKey> operatorKeys,
    Optional<TokenSettings> tokens) {
  /** Values of {@code AUTHENTICATION}. */
  private enum Mode {
    REQUIRED,
    NONE
  }

  public AccessSettings {
    operatorKeys = List.copyOf(operatorKeys);
    requireNonNull(tokens, "tokens");
  }

  static AccessSettings read(Variables variables) {
    List<OperatorKey> operatorKeys = operatorKeys(variables);
    Optional<TokenSettings> tokens = TokenSettings.read(variables);
    Optional<Mode> mode = variables.choice("AUTHENTICATION", Mode.values());
    boolean isNone = mode.filter(Mode.NONE::equals).isPresent();
    boolean isGiven =
        variables.text("OPERATOR_KEY").isPresent() || TokenSettings.isAnySet(variables);
    boolean isLoopback = variables.text("HOST").map(ListenAddress::isLoopback).orElse(true);
    if (isNone && isGiven) {
      variables.wrong(
          "AUTHENTICATION",
          "expected required or nothing, since OPERATOR_KEY or a TOKEN_ variable is set; found"
              + " none");
    }
    if (mode.filter(Mode.REQUIRED::equals).isPresent() && !isGiven && tokens.isEmpty()) {
      variables.wrong(
          "AUTHENTICATION", "expected OPERATOR_KEY or TOKEN_ISSUER beside it, found neither");
    }
    if (!isLoopback && mode.isEmpty() && !isGiven) {
      variables.wrong(
          "HOST",
          ("expected a loopback address such as 127.0.0.1, since anybody who reaches %s could read"
                  + " and change everything; set OPERATOR_KEY to a secret of %d characters or more,"
                  + " or AUTHENTICATION=none if everybody may")
              .formatted(variables.text("HOST").orElseThrow(), OperatorKey.MIN_LENGTH));
    }
    boolean required = !isNone && (isGiven || mode.isPresent());
    return new AccessSettings(required, isLoopback, operatorKeys, tokens);
  }

  private static List<OperatorKey> operatorKeys(Variables variables) {
    List<OperatorKey> keys = new ArrayList<>();
    for (String part :
        variables.text("OPERATOR_KEY").map(t -> t.split(",", -1)).orElse(new String[0])) {
      String key = part.strip();
      if (key.length() < OperatorKey.MIN_LENGTH || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
        variables.wrong(
            "OPERATOR_KEY",
            "expected %d or more visible ASCII characters, found a key of %d; several keys are separated by commas"
                .formatted(OperatorKey.MIN_LENGTH, key.length()));
      } else if (ApiKeySecret.isLike(key)) {
        variables.wrong(
            "OPERATOR_KEY", "expected a key of the operator's own, found one like an API key");
      } else {
        keys.add(new OperatorKey(key));
      }
    }
    return keys;
  }

  /**
   * {@return whether this is a key of the operator} Takes as long for a wrong one as for a right.
   */
  public boolean isOperatorKey(String text) {
    Sha256 hash = Sha256.of(text);
    boolean found = false;
    for (OperatorKey key : operatorKeys) {
      found |= key.has(hash);
    }
    return found;
  }
}
