#!/bin/sh
# Runs $PATH_PROGRAM in the namespace $PATH_NAMESPACE: for those who can start a program and not choose its namespace.
exec ip netns exec "$PATH_NAMESPACE" "$PATH_PROGRAM" "$@"
