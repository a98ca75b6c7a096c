/**
 * The entry point for programs that embed churn prediction. It wires all use cases over the ports
 * that the program supplies, and over in-memory ports for the rest. Start at {@link
 * dev.churn.domain.embed.Churn}.
 */
package dev.churn.domain.embed;
