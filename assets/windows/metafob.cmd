@echo off
node "%~dp0bin\metafob.js" %*
