package dev.churn.http.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.churn.domain.access.ApiKeySecret;
import dev.churn.http.ApiContract;
import dev.churn.http.ApiContract.Operation;
import dev.churn.http.ApiInMemory;
import dev.churn.http.Response;
import dev.churn.http.route.Routes;
import dev.churn.http.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls every operation of the contract as everybody who may not call it. The table of what was
 * answered lies in {@code target/isolation-matrix.md}.
 */
final class IsolationMatrixTest {
  private static final String OPERATOR = "operator-key-of-the-isolation-test-0123456789";
  private static final String SECRET = "secret-of-the-isolation-test-0123456789";
  private static final String SCOPES = "predict read write";

  /** Routes that the contract does not describe: pages for people. */
  private static final Set<String> PAGES =
      Set.of("/", "/docs", "/docs/docs.js", "/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css");

  @TempDir Path folder;

  private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Door> keys = new HashMap<>();
  private ApiInMemory api;
  private Door operator;
  private Organization owner;
  private Organization stranger;

  @BeforeEach
  void a_server_that_asks_who_calls() throws IOException {
    api =
        new ApiInMemory(
            Settings.from(
                Map.of(
                    "CHURN_HOME",
                    folder.toString(),
                    "STORAGE_ACCESS",
                    "public",
                    "OPERATOR_KEY",
                    OPERATOR,
                    "TOKEN_ISSUER",
                    "https://id.example.org",
                    "FAILED_LOGINS_PER_MINUTE",
                    "100000", // the matrix has hundreds
                    "REQUESTS_PER_MINUTE",
                    "100000",
                    "UPLOADS_PER_MINUTE",
                    "1000",
                    "TOKEN_AUDIENCE",
                    "churn",
                    "TOKEN_HS256_SECRET",
                    SECRET)),
            folder,
            () -> Instant.now().plus(later.get()));
    operator = Door.with(api.url(), OPERATOR);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static List<Row> rows() {
    return ApiContract.INSTANCE.operations("/").stream().map(Row::of).toList();
  }

  private Door key(Organization organization, String scopes) {
    return keys.computeIfAbsent(
        organization.id() + " " + scopes, // an organization may have a hundred
        any ->
            Door.with(api.url(), organization.newKey(operator, scopes, "").path("key").asString()));
  }

  /** {@return the caller with a token of somebody who may do everything in an organization} */
  private Door token(Organization organization, Duration lifetime) {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer("https://id.example.org")
            .audience("churn")
            .subject("ann")
            .claim("app_metadata", Map.of("organization_id", organization.id(), "role", "owner"))
            .expirationTime(Date.from(Instant.now().plus(lifetime)));
    var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
    try {
      token.sign(new MACSigner(SECRET));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
    return Door.with(api.url(), token.serialize());
  }

  /** The callers without a right, beside strangers, by what the table calls them. */
  private Map<String, Door> unknownCallers() {
    Map<String, Door> callers = new LinkedHashMap<>();
    callers.put("no key", Door.without(api.url()));
    callers.put(
        "unknown key", Door.with(api.url(), ApiKeySecret.generate(new SecureRandom()).text()));
    callers.put("changed key", Door.with(api.url(), OPERATOR + "1"));
    Instant end = Instant.now().plusSeconds(60);
    String expiring = ", \"expires_at\": \"%s\"".formatted(end);
    callers.put(
        "expired key",
        Door.with(
            api.url(), owner.newKey(operator, SCOPES + " admin", expiring).path("key").asString()));
    var revoked = owner.newKey(operator, SCOPES + " admin", "");
    Door revokedDoor = Door.with(api.url(), revoked.path("key").asString());
    String keys = "/api/v1/churn/v2/organizations/" + owner.id() + "/api-keys/";
    revokedDoor.json("GET", keys + owner.ids().get("key_id"), ""); // so that it is cached
    Response gone =
        operator.call(
            "DELETE", keys + revoked.path("api_key").path("key_id").asString(), "", new byte[0]);
    assertThat(gone.status()).isEqualTo(204);
    callers.put("revoked key", revokedDoor);
    callers.put("expired token", token(owner, Duration.ofMinutes(-5)));
    later.set(Duration.ofMinutes(2));
    return callers;
  }

  @Test
  void nobody_calls_what_is_not_theirs() throws IOException {
    owner = Organization.createWithEverything(api, operator);
    stranger = Organization.create(operator);
    Map<String, Map<String, String>> table = new LinkedHashMap<>();
    Map<String, Door> unknown = unknownCallers();
    Door everythingElse = key(stranger, "admin");
    for (Row row : rows()) {
      Map<String, String> answers = new LinkedHashMap<>();
      table.put(row.operation().method() + " " + row.operation().path(), answers);
      boolean isPublic = row.operation().access().equals("public");
      answers.put("needs", row.operation().access());
      unknown.forEach(
          (name, door) ->
              answers.put(name, refused(row, door, name, owner.ids(), isPublic ? 200 : 401)));
      if (isPublic) {
        continue;
      }
      answers.put("too little scope", refused(row, tooLittle(row), "scope", owner.ids(), 403));
      boolean isOperators = row.operation().access().equals("operator");
      answers.put(
          "key of another",
          refused(row, everythingElse, "another", owner.ids(), isOperators ? 403 : 404));
      Door strangersToken = token(stranger, Duration.ofMinutes(5));
      answers.put(
          "token of another",
          refused(row, strangersToken, "token", owner.ids(), isOperators ? 403 : 404));
      if (!isOperators) {
        compare(
            row, everythingElse, owner.ids(), mixed(missing(), "org_id", missing().get("org_id")));
      }
      if (row.namesThings()) {
        Map<String, String> theirs = mixed(owner.ids(), "org_id", stranger.id());
        answers.put(
            "own path, ids of another",
            refused(row, everythingElse, "ids", theirs, isOperators ? 403 : row.statusOfNothing()));
        compare(row, everythingElse, theirs, mixed(missing(), "org_id", stranger.id()));
      }
    }
    // at last, so that nothing is missing because it was deleted
    Comparator<Row> order = Comparator.comparing(IsolationMatrixTest::destroys);
    for (Row row : rows().stream().sorted(order).toList()) {
      Response answer = row.call(rightful(row), row.operation().method(), owner.ids());
      table
          .get(row.operation().method() + " " + row.operation().path())
          .put("rightful key", Integer.toString(answer.status()));
      if (!row.isDone(answer.status())) {
        problems.add(
            "%s rightful → %d %s".formatted(row.operation(), answer.status(), answer.text()));
      }
    }
    write(table);

    assertThat(problems).isEmpty();
  }

  @Test
  void nobody_reaches_a_target_of_another() {
    owner = Organization.createWithEverything(api, operator);
    stranger = Organization.create(operator);
    Door everythingElse = key(stranger, "admin");
    Map<String, String> theirs = mixed(owner.ids(), "org_id", stranger.id());
    List<Row> rows =
        ApiContract.INSTANCE.operations("/").stream()
            .filter(operation -> operation.options().contains("target"))
            .map(Row::ofTarget)
            .toList();
    assertThat(rows).hasSizeGreaterThan(30);
    for (Row row : rows) {
      refused(row, Door.without(api.url()), "no key", owner.ids(), 401);
      refused(row, tooLittle(row), "scope", owner.ids(), 403);
      refused(row, everythingElse, "another", owner.ids(), 404);
      refused(row, everythingElse, "own path", theirs, 404);
      compare(
          row, everythingElse, owner.ids(), mixed(missing(), "org_id", missing().get("org_id")));
      compare(row, everythingElse, theirs, mixed(missing(), "org_id", stranger.id()));
    }

    assertThat(problems).isEmpty();
  }

  private static int destroys(Row row) {
    boolean isLast = row.operation().id().equals("deleteOrganization");
    return isLast ? 2 : row.operation().method().equals("DELETE") ? 1 : 0;
  }

  private Door tooLittle(Row row) {
    String all = SCOPES + " ";
    return key(owner, all.replace(row.operation().access() + " ", "").strip());
  }

  private Door rightful(Row row) {
    return switch (row.operation().access()) {
      case "public" -> Door.without(api.url());
      case "operator" -> operator;
      default -> key(owner, row.operation().access());
    };
  }

  /** Calls, also with HEAD in place of GET; {@return what to write into the table}. */
  private String refused(Row row, Door door, String caller, Map<String, String> ids, int expected) {
    Response answer = row.call(door, row.operation().method(), ids);
    check(row, caller, expected, answer);
    if (row.operation().method().equals("GET")) {
      assertThat(row.call(door, "HEAD", ids).status()).as("HEAD").isEqualTo(answer.status());
    }
    if (expected == 401) {
      boolean hasKey = !caller.equals("no key");
      assertThat(answer.header("WWW-Authenticate"))
          .isEqualTo(hasKey ? "Bearer error=\"invalid_token\"" : "Bearer");
    }
    return Integer.toString(answer.status());
  }

  private void check(Row row, String caller, int expected, Response answer) {
    if (answer.status() != expected) {
      problems.add(
          "%s as %s: expected %d, found %d %s"
              .formatted(row.operation(), caller, expected, answer.status(), answer.text()));
    } else if (expected >= 400) {
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }
  }

  /** Holds the answer to what exists elsewhere against the one to what exists nowhere. */
  private void compare(Row row, Door door, Map<String, String> ids, Map<String, String> nowhere) {
    String there = anonymous(row.call(door, row.operation().method(), ids), ids);
    String missing = anonymous(row.call(door, row.operation().method(), nowhere), nowhere);
    if (!there.equals(missing)) {
      problems.add("%s tells: %s and %s".formatted(row.operation(), there, missing));
    }
  }

  private static String anonymous(Response answer, Map<String, String> ids) {
    if (answer.status() < 300) {
      return Integer.toString(answer.status()); // what it made has ids of its own
    }
    String text = answer.status() + " " + answer.text();
    for (Map.Entry<String, String> id : ids.entrySet()) {
      text = text.replace(id.getValue(), id.getKey());
    }
    return text.replaceAll("\"request_id\":\"[^\"]*\"", "");
  }

  private static Map<String, String> mixed(Map<String, String> ids, String name, String value) {
    Map<String, String> mixed = new HashMap<>(ids);
    mixed.put(name, value);
    return mixed;
  }

  /** Ids of the same form that nothing has. */
  private static Map<String, String> missing() {
    Map<String, String> ids = new HashMap<>();
    for (String name :
        List.of(
            "org_id",
            "dataset_id",
            "model_id",
            "batch_id",
            "since_batch_id",
            "job_id",
            "key_id",
            "erasure_id",
            "organization_erasure_id")) {
      ids.put(name, UUID.randomUUID().toString());
    }
    ids.put("customer_id", "N-0001");
    ids.put("target_name", "silent-of-nobody");
    ids.put("bucket", "datasets");
    ids.put("path", "org_%s/raw/%s.csv".formatted(UUID.randomUUID(), UUID.randomUUID()));
    return ids;
  }

  private static void write(Map<String, Map<String, String>> table) throws IOException {
    List<String> columns =
        table.values().stream().flatMap(row -> row.keySet().stream()).distinct().toList();
    var text = new StringBuilder("| operation | " + String.join(" | ", columns) + " |\n");
    text.append("|---".repeat(columns.size() + 1)).append("|\n");
    table.forEach(
        (operation, answers) -> {
          text.append("| ").append(operation);
          columns.forEach(column -> text.append(" | ").append(answers.getOrDefault(column, "–")));
          text.append(" |\n");
        });
    Files.writeString(
        Files.createDirectories(Path.of("target")).resolve("isolation-matrix.md"), text);
  }

  @Test
  void every_route_is_in_the_contract_with_the_access_that_it_declares() {
    Map<String, String> declared = new TreeMap<>();
    for (Routes.Declared route : api.declared()) {
      if (!PAGES.contains(route.path())) {
        declared.put(
            route.method() + " " + route.path().replaceAll("<(\\w+)>", "{$1}"),
            route.access().name().toLowerCase(Locale.ROOT));
      }
    }
    Map<String, String> promised = new TreeMap<>();
    for (Operation operation : ApiContract.INSTANCE.operations("/")) {
      promised.put(operation.method() + " " + operation.path(), operation.access());
    }

    assertThat(declared).isEqualTo(promised);
  }
}
