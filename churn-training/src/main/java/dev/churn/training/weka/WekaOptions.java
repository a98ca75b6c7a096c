package dev.churn.training.weka;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import weka.core.Utils;

/**
 * Judges option strings of Weka before anything in them is used. Weka resolves class names of
 * nested schemes by itself, also partial ones, and makes an object of everything that matches; some
 * options read files of the server, open windows or run code. Options are therefore read here the
 * way Weka reads them, but stricter: a flag that matters is found wherever it stands, a class is
 * named in full, and both are known by name.
 */
final class WekaOptions {
  /** Characters that an option string may have. */
  static final int MAX_LENGTH = 2_000;

  /** How deep schemes may nest; the classifier itself is the first level. */
  static final int MAX_DEPTH = 5;

  /** How many schemes an option string may name. */
  static final int MAX_SCHEMES = 16;

  /** The largest whole number, other than a seed, that an option may have. */
  static final double MAX_NUMBER = 10_000_000;

  /** How many threads a classifier may use. */
  static final int MAX_THREADS = 8;

  private static final Set<String> SEEDS = Set.of("-S", "-R", "-W", "-seed");

  private static final Pattern FLAG = Pattern.compile("-[A-Za-z][A-Za-z0-9-]{0,60}");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d{1,400}\\.?\\d{0,400}|\\.\\d{1,400})([eE][-+]?\\d{1,3})?");
  private static final Pattern WORD =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.,+-]|(?<=,) ){0,200}");
  private static final Pattern TUNED =
      Pattern.compile("([A-Za-z])((?: +[-+0-9.eE]{1,24}){3})(?: +[AR])* *");
  private static final Pattern COSTS = Pattern.compile("\\[[0-9.eE+; -]{1,200}]");
  private static final Pattern INTEGERS = Pattern.compile("\\d+");

  private final Set<String> named = new HashSet<>();
  private final List<String> tuned = new ArrayList<>();
  private int schemes;

  private WekaOptions() {}

  /**
   * Splits an option string of a classifier once everything in it is known to be harmless.
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if the string cannot be read as
   *     options, {@link ErrorCode#UNPROCESSABLE} if it names what is not allowed
   */
  static String[] split(String className, String options) {
    if (options.length() > MAX_LENGTH) {
      throw invalid(
          "Expected options of at most %d characters, found %d"
              .formatted(MAX_LENGTH, options.length()));
    }
    for (int i = 0; i < options.length(); i++) {
      char c = options.charAt(i);
      if (c < ' ' || c > '~') {
        throw invalid(
            "Expected options in printable ASCII characters, found U+%04X at place %d"
                .formatted((int) c, i + 1));
      }
    }
    WekaRuntime.start();
    String[] tokens = tokens(options);
    check(className, tokens);
    return tokens;
  }

  /** Judges options that are split already, such as those that a classifier says it has. */
  static void check(String className, String[] tokens) {
    var walk = new WekaOptions();
    walk.scheme(className, List.of(tokens), 1);
    for (String flag : walk.tuned) {
      for (String scheme : walk.named) {
        refuseForbidden(scheme, flag);
        if (WekaSchemes.takes(scheme, flag).isPresent()) {
          throw unprocessable(
              "Option %s of %s cannot be tuned: it names a class".formatted(flag, scheme));
        }
      }
    }
  }

  private void scheme(String name, List<String> tokens, int depth) {
    count(name, depth);
    level(Set.of(name), tokens, depth);
  }

  private void count(String name, int depth) {
    named.add(name);
    if (depth > MAX_DEPTH) {
      throw invalid("Expected schemes nested at most %d deep, found more".formatted(MAX_DEPTH));
    }
    if (++schemes > MAX_SCHEMES) {
      throw invalid(
          "Expected at most %d schemes in the options, found more".formatted(MAX_SCHEMES));
    }
  }

  /**
   * Judges the tokens that belong to the schemes {@code owners}: of several since Bayesian networks
   * put the options of search and estimator one after the other.
   */
  private void level(Set<String> owners, List<String> tokens, int depth) {
    int dashes = tokens.indexOf("--");
    List<String> own = dashes < 0 ? tokens : tokens.subList(0, dashes);
    Set<String> following = new HashSet<>();
    Set<String> flags = new HashSet<>();
    for (int i = 0; i < own.size(); i++) {
      String token = own.get(i);
      if (token.isBlank()) {
        continue;
      }
      Optional<String> flag = i == 0 ? Optional.empty() : flagAt(own, i - 1);
      Optional<WekaSchemes.Takes> takes = flag.flatMap(f -> takes(owners, f));
      if (takes.isPresent()) {
        String scheme = nested(flag.get(), token, takes.get(), depth);
        if (takes.get() == WekaSchemes.Takes.NAME) {
          following.add(scheme);
        }
      } else if (isFlag(token)) {
        owners.forEach(owner -> refuseForbidden(owner, token));
        flags.add(token);
      } else {
        value(owners, flag.orElse(""), token);
      }
    }
    owners.forEach(owner -> requireMandatory(owner, flags));
    if (dashes >= 0) {
      rest(owners, own, following, tokens.subList(dashes + 1, tokens.size()), depth);
    } else {
      following.forEach(scheme -> requireMandatory(scheme, Set.of()));
    }
  }

  private void rest(
      Set<String> owners, List<String> own, Set<String> named, List<String> rest, int depth) {
    if (rest.stream().allMatch(String::isBlank)) {
      named.forEach(scheme -> requireMandatory(scheme, Set.of()));
      return;
    }
    if (named.isEmpty() || isFlag(own.get(own.size() - 1))) {
      throw invalid(
          "Expected a class of Weka and its place before --, for example -W"
              + " weka.classifiers.trees.J48 -- -M 5");
    }
    Set<String> next = new HashSet<>(named);
    // Of a Bayesian network the estimator is looked for behind the options of the search.
    owners.stream().filter(WekaSchemes.BAYES_NET::equals).forEach(next::add);
    level(next, rest, depth + 1);
  }

  private static Optional<String> flagAt(List<String> tokens, int place) {
    return Optional.of(tokens.get(place)).filter(WekaOptions::isFlag);
  }

  private static boolean isFlag(String token) {
    return token.startsWith("-") && !NUMBER.matcher(token).matches();
  }

  private static Optional<WekaSchemes.Takes> takes(Set<String> owners, String flag) {
    return owners.stream()
        .map(owner -> WekaSchemes.takes(owner, flag))
        .flatMap(Optional::stream)
        .findAny();
  }

  private String nested(String flag, String value, WekaSchemes.Takes takes, int depth) {
    String[] spec = takes == WekaSchemes.Takes.NAME ? new String[] {value} : tokens(value);
    String name = spec.length == 0 ? "" : spec[0];
    if (!WekaSchemes.isAllowedAsPart(name)) {
      throw WekaSchemes.refusal(name)
          .map(
              reason ->
                  unprocessable(
                      "Option %s names %s, which is refused: %s".formatted(flag, name, reason)))
          .orElseGet(
              () ->
                  unprocessable(
                      ("Option %s: expected the full name of a class of Weka that is allowed, for"
                              + " example weka.classifiers.trees.J48, found '%s'")
                          .formatted(flag, shortened(name))));
    }
    if (takes == WekaSchemes.Takes.NAME) {
      count(name, depth + 1);
    } else {
      scheme(name, List.of(spec).subList(1, spec.length), depth + 1);
    }
    return name;
  }

  private static void requireMandatory(String owner, Set<String> flags) {
    WekaSchemes.mandatory(owner)
        .filter(flag -> !flags.contains(flag))
        .ifPresent(
            flag -> {
              throw unprocessable(
                  "%s: expected option %s, found none; %s"
                      .formatted(owner, flag, WekaSchemes.whyMandatory(owner)));
            });
  }

  private static void refuseForbidden(String owner, String flag) {
    if (!FLAG.matcher(flag).matches()) {
      throw invalid("Expected an option such as -M, found '%s'".formatted(shortened(flag)));
    }
    WekaSchemes.forbidden(owner, flag)
        .ifPresent(
            reason -> {
              throw unprocessable("Option %s of %s is refused: %s".formatted(flag, owner, reason));
            });
  }

  private void value(Set<String> owners, String flag, String value) {
    if (NUMBER.matcher(value).matches()) {
      owners.forEach(owner -> number(owner, flag, Math.abs(Double.parseDouble(value))));
    } else if (owners.contains(WekaSchemes.TUNER) && flag.equals("-P")) {
      tuned(value);
    } else if (flag.equals("-cost-matrix")) {
      if (!COSTS.matcher(value).matches()) {
        // Weka evaluates anything else as an expression, which may call methods.
        throw unprocessable(
            "Option -cost-matrix: expected numbers as in [0 1; 5 0], found '%s'"
                .formatted(shortened(value)));
      }
    } else if (WORD.matcher(value).matches()) {
      owners.forEach(
          owner ->
              INTEGERS
                  .matcher(value)
                  .results()
                  .forEach(match -> number(owner, flag, Double.parseDouble(match.group()))));
    } else {
      throw unprocessable(
          "Option %s: expected a number or a word, found '%s'"
              .formatted(flag.isEmpty() ? "at the start" : flag, shortened(value)));
    }
  }

  private void tuned(String value) {
    var matcher = TUNED.matcher(value);
    if (!matcher.matches()) {
      throw unprocessable(
          "Option -P of %s: expected a letter and three numbers as in \"C 0.1 0.5 5\", found '%s'"
              .formatted(WekaSchemes.TUNER, shortened(value)));
    }
    tuned.add("-" + matcher.group(1));
  }

  private static void number(String owner, String flag, double magnitude) {
    double limit =
        WekaSchemes.limit(owner, flag).orElse(SEEDS.contains(flag) ? Double.MAX_VALUE : MAX_NUMBER);
    // A number with a point, or one as large as the largest doubles, is a bound and not a size.
    if (magnitude > limit && magnitude < 1e300) {
      throw unprocessable(
          "Option %s of %s: expected at most %.0f, found %.0f"
              .formatted(flag, owner, limit, magnitude));
    }
  }

  private static String[] tokens(String options) {
    try {
      return Utils.splitOptions(options);
    } catch (Exception e) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "Expected options that Weka can split, found: " + e.getMessage(),
          e);
    }
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  private static ChurnException invalid(String message) {
    return new ChurnException(ErrorCode.INVALID_INPUT, message);
  }

  private static ChurnException unprocessable(String message) {
    return new ChurnException(ErrorCode.UNPROCESSABLE, message);
  }

  /** {@return whether options give the seed of the outermost classifier} */
  static boolean givesSeed(String options) {
    String own = options.contains(" -- ") ? options.substring(0, options.indexOf(" -- ")) : options;
    return (" " + own + " ").contains(" -S ");
  }
}
