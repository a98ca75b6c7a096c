/**
 * The settings of the server, from environment variables and a {@code .env} file. All wrong
 * settings are reported at once, by name and without secret values. Start at {@link
 * dev.churn.http.settings.Settings}.
 */
package dev.churn.http.settings;
