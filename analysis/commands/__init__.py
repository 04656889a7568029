"""The commands, one file each: `communique new-case` is `new_case.py`, whose `command` is the click command.

To add a command is to add a file. `shared` holds what several of them use.
"""
