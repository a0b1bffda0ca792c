"""`python -m pipeline` is the `jihe` command, for machines where scripts are not on the path."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
