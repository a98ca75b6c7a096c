/**
 * Classifiers on a common base model: the log-odds of MBG/NBD blended with those of a logistic
 * regression, and trees that take these log-odds as their offset. The base model accounts for the
 * passing of time, and the trees learn what it misses. Start at {@link
 * dev.churn.training.blend.BaseModel}.
 */
package dev.churn.training.blend;
