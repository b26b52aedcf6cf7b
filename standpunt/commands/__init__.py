"""The subcommands of `standpunt`, one a module: HELP, EXAMPLE, add_arguments(), run()."""
