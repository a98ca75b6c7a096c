/**
 * The door for programs that embed churn prediction: all use cases, wired over the ports that the
 * program brings or over those in memory. Start at {@link dev.churn.domain.embed.Churn}.
 */
package dev.churn.domain.embed;
