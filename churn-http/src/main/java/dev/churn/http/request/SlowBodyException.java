package dev.churn.http.request;

import java.io.IOException;

/** A body comes more slowly than the server waits for. The message is for the caller. */
public final class SlowBodyException extends IOException {
  private static final long serialVersionUID = 1L;

  SlowBodyException(String message) {
    super(message);
  }
}
