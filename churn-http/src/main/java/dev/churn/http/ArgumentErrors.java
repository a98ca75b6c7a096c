package dev.churn.http;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence what is wrong with the arguments, and where to read about them. */
final class ArgumentErrors implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .printf("%s; see %s --help%n", sentence(e), command.getCommandSpec().qualifiedName());
    return CommandLine.ExitCode.USAGE;
  }

  private static String sentence(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return e.getMessage();
    }
    String argument = unmatched.getUnmatched().get(0);
    boolean isOption = argument.startsWith("-");
    boolean namesCommand = !isOption && e.getCommandLine().getParent() == null;
    String kind = namesCommand ? "command" : isOption ? "option" : "argument";
    List<String> suggestions = unmatched.getSuggestions();
    return suggestions.isEmpty()
        ? "Unknown %s '%s'".formatted(kind, argument)
        : "Unknown %s '%s', did you mean %s?"
            .formatted(kind, argument, String.join(" or ", suggestions));
  }
}
