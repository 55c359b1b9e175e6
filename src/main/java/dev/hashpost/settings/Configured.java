package dev.hashpost.settings;

/** A bean that reads its settings when it is made. All are made at the start, so that a bad setting stops it. */
public interface Configured {}
