/**
 * File formats for other programs. Files only go out: nothing that another program has written in
 * these formats is ever read. Start at {@link dev.churn.domain.exchange.ArffWriter}.
 */
package dev.churn.domain.exchange;
