"""The house style: colours, typefaces, logo and page templates that charts and every format share."""
